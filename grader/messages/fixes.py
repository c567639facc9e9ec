"""How to mend a mistake in a spec, by its code: said under the caret where nothing nearer is known.

`mend.CODE.KEY` is for a mistake whose parameter `key` is KEY. Every code that the loader can raise
has a text here or always comes with a suggestion of its own; a test holds the two together.
"""

from __future__ import annotations

TEXTS = {
    # the file
    "mend.no-such-file": "check the path; a folder stands for all *.lab.yaml files in it",
    "mend.unreadable-file": "pass a spec file that you can read, or a folder of specs",
    "mend.file-too-large": "split it into several labs, or remove generated parts",
    "mend.not-utf-8": "save the file with the encoding UTF-8",
    "mend.yaml-syntax": "check indentation, quotes and brackets here and just above",
    "mend.yaml-syntax.colon": "put quotes around text that contains ': '",
    "mend.yaml-syntax.start": (
        "indent with spaces, not tabs; put quotes around text that starts with a character such "
        "as @ or %"
    ),
    "mend.yaml-syntax.indent": (
        "the keys of a mapping and the dashes of a list start in the same column"
    ),
    "mend.yaml-syntax.open": "a quote or bracket above is not closed",
    "mend.yaml-syntax.sign": (
        "there is an invisible character here, perhaps from copy and paste: delete it, or write "
        'it in double quotes, such as "\\t"'
    ),
    "mend.several-documents": "move it to its own file, or remove the '---'",
    "mend.empty-file": "start with: version: 1, lab: NAME, checks: a list",
    "mend.too-deep": "a bracket may be missing",
    "mend.alias-bomb": "write the content out instead of nesting aliases",
    "mend.variable-bomb": "write the content out, or use shorter values",
    "mend.alias-of-itself": "write the content out",
    "mend.unknown-alias": "put '&{name}' before the node earlier in the file",
    "mend.yaml-tag": "remove the tag; write a list as [a, b]",
    "mend.key-not-text": (
        "write 'key: value'; put quotes around a key that contains brackets or '? '"
    ),
    "mend.bad-merge": "write '<<: *name', where '&name' marks a mapping",
    # keys
    "mend.unknown-key": "for all keys, see the schema: grader schema lab",
    "mend.no-trace": "remove it; check its effect instead",
    "mend.no-trace.build": "check the image of the container: 'image: NAME'",
    "mend.no-trace.depends_on": "add a check for the other container, and list it under 'requires'",
    "mend.no-trace.deploy": "check limits with 'mem_limit', 'cpus' and 'pids_limit'",
    "mend.no-trace.env_file": "list its variables under 'environment'",
    "mend.no-trace.scale": "count them: 'containers: {{…}}' with 'expect: {{count: N}}'",
    "mend.no-trace.secrets": "check the file with 'files', or the mount with 'volumes'",
    "mend.no-trace.configs": "check the file with 'files', or the mount with 'volumes'",
    "mend.no-trace.volumes_from": "check the mounts with 'volumes'",
    "mend.duplicate-key": (
        "keep one of them; to combine matchers for one value, put them in one mapping"
    ),
    "mend.key-missing": "add it",
    "mend.key-missing.version": "add the line: version: 1",
    "mend.key-missing.lab": "add a name for reports and files, for example: lab: override-env",
    "mend.key-missing.checks": "add the checks: checks: [{{id: …, container: …, …}}]",
    "mend.key-missing.id": "give the check a name, for example: id: blue-color",
    "mend.key-missing.expect": "add what to expect, for example: expect: {{state: running}}",
    "mend.key-missing.service": "name the Compose service: {{service: web}}",
    "mend.key-missing.network": "use the name from the Compose file: {{network: backend}}",
    "mend.key-missing.volume": "use the name from the Compose file: {{volume: data}}",
    "mend.key-missing.container": "name the container",
    "mend.key-missing.port": "add the container's port, for example: port: 80",
    "mend.key-missing.command": (
        "add the command to run, for example: command: [cat, /etc/hostname]"
    ),
    "mend.unknown-version": "write: version: 1",
    "mend.not-a-slug": "use a-z, 0-9, and - _ . in between; put readable text in 'title'",
    "mend.not-a-language": "use a language code: en for English, ko for Korean",
    "mend.duplicate-id": "give one of the checks another id",
    # shapes and values
    "mend.wrong-shape": (
        "a value is a single text or number, a list is '- item' or [a, b], a mapping is 'key: "
        "value'"
    ),
    "mend.wrong-type": "for the expected form, see the schema: grader schema lab",
    "mend.unknown-word": "for the valid values, see the schema: grader schema lab",
    "mend.not-a-name": (
        "use the name that 'docker ps' or 'docker network ls' shows: letters, digits, and _ . - "
        "after the first character"
    ),
    "mend.not-a-reference": "use [registry/][project/]name[:tag] in lower case: nginx:1.25",
    "mend.not-an-id": "use 12 to 64 hexadecimal digits, with or without 'sha256:'",
    "mend.not-a-digest": (
        "use sha256: and 64 hexadecimal digits, as 'docker images --digests' shows"
    ),
    "mend.not-a-port": "use [address:][host port:]container port[/protocol], such as 8081:3000",
    "mend.port-out-of-range": (
        "use a port, or a range such as 8000-8010 with the smaller port first"
    ),
    "mend.ranges-differ": "use the same number of ports in both ranges: 8000-8001:80-81",
    "mend.not-a-mount": "use [source:]target[:ro], with a target that starts with /",
    "mend.not-a-url": "use a URL such as http://localhost:8080/path",
    "mend.not-a-url-path": "a path starts with / and contains no spaces; write %20 for a space",
    "mend.not-a-header": (
        "use a name of letters, digits and -, and a value of ASCII characters on one line"
    ),
    "mend.not-points": "use a number of 0 or more, such as 20 or 2.5",
    "mend.unbalanced-quotes": "close the quote, or write a list: [echo, it's]",
    "mend.shell-operator": "use a list; to run a shell: [sh, -c, 'a && b']",
    "mend.entry-without-value": (
        "write NAME=value; to expect only that it is set: NAME: {{present: true}}"
    ),
    # what cannot fail
    "mend.empty-expect": "add what to expect, write 'present: true', or remove the check",
    "mend.empty-matcher.text": "write a text, or one per language: {{en: …, ko: …}}",
    "mend.empty-matcher": "write a value or a matcher, such as equals, matches or present",
    "mend.empty-list": "remove the key, or list what you expect",
    "mend.empty-list.one_of": "list the valid values",
    "mend.empty-list.not": "list what must not be there",
    "mend.empty-list.contains": "list what it must contain",
    "mend.empty-list.checks": "add a check: [{{id: …, container: …, expect: {{…}}}}]",
    "mend.contains-nothing": "write what it must contain; for any non-empty text: {{not: ''}}",
    "mend.matches-anything": "write a stricter pattern, or 'present: true' for any value",
    "mend.min-above-max": "swap them",
    "mend.only-true": "to expect the contrary, use the opposite key",
    "mend.absent-stands-alone": "remove 'absent', or everything beside it",
    "mend.element-twice": "remove one of them",
    "mend.no-limit-as-bound": (
        "to expect no limit, write 'absent: true'; to expect any limit, 'present: true'"
    ),
    "mend.bad-pattern": (
        "patterns use RE2 syntax: no lookaround or backreferences; escape special characters: "
        "\\( \\. \\["
    ),
    "mend.points-for-nothing": "move it to a check without 'partial'",
    "mend.path-missing": "for example: {{path: [Config, Image], equals: nginx}}",
    "mend.path-not-a-list": "write one step per element: [Config, Labels, com.example.role]",
    # targets
    "mend.no-target": "add a target, such as 'container: NAME'",
    "mend.several-targets": "split it into two checks",
    "mend.container-or-url": (
        "write {{container: NAME, port: 80}} or {{url: http://localhost:8080/}}"
    ),
    # between checks
    "mend.requires-itself": "remove it",
    "mend.requires-later": "move that check above this one",
    "mend.requires-unknown": "'requires' takes the ids of earlier checks",
    "mend.requires-absence": "remove it from 'requires', or check another target",
    # variables
    "mend.unknown-variable": "declare it in 'vars'; for the literal text, write $${{…}}",
    "mend.unused-variable": "use it as ${{{name}}}, or remove it",
    "mend.not-a-variable-name": "start with a letter or _, followed by letters, digits, _ and -",
    "mend.var-needs-student": "to grade a whole class, run: grader class SPEC --roster FILE",
    "mend.derive-choice": "for example: derive: {{one_of: [blue, green]}}",
    "mend.derive-bound": "for example: derive: {{min: 20000, max: 29999}}",
    "mend.derive-range": "make 'min' smaller than 'max'",
    "mend.var-not-declared": "declare it in 'vars': {name}: null",
    "mend.var-not-given": "pass --var {name}=…, or give it a value here",
}

# What the YAML parser says, and which of the texts for 'yaml-syntax' is meant.
YAML_SAYS = {
    "mapping values are not allowed": "colon",
    "cannot start any token": "start",
    "did not find expected '-'": "indent",
    "did not find expected key": "indent",
    "control characters are not": "sign",
    "special characters are not": "sign",
    "found unexpected end of stream": "open",
    "did not find expected ',' or": "open",
}

"""How to fix a mistake in a spec, by its code: shown under the caret unless there is better advice.

`fix.CODE.KEY` is for a mistake whose parameter `key` is KEY. Every code that the loader can raise
has a text here or always comes with a suggestion of its own; a test holds the two together.
"""

from __future__ import annotations

TEXTS = {
    # the file
    "fix.no-such-file": "check the path; a folder stands for all *.lab.yaml files in it",
    "fix.unreadable-file": "pass a spec file that you can read, or a folder of specs",
    "fix.file-too-large": "split it into several labs, or remove generated parts",
    "fix.not-utf-8": "save the file with the encoding UTF-8",
    "fix.yaml-syntax": "check indentation, quotes and brackets here and just above",
    "fix.yaml-syntax.colon": "put quotes around text that contains ': '",
    "fix.yaml-syntax.start": (
        "indent with spaces, not tabs; put quotes around text that starts with a character such "
        "as @ or %"
    ),
    "fix.yaml-syntax.indent": (
        "the keys of a mapping and the dashes of a list start in the same column"
    ),
    "fix.yaml-syntax.open": "a quote or bracket above is not closed",
    "fix.yaml-syntax.sign": (
        "there is an invisible character here, perhaps from copy and paste: delete it, or write "
        'it in double quotes, such as "\\t"'
    ),
    "fix.several-documents": "move it to its own file, or remove the '---'",
    "fix.empty-file": "start with: version: 1, lab: NAME, checks: a list",
    "fix.too-deep": "a bracket may be missing",
    "fix.alias-bomb": "write the content out instead of nesting aliases",
    "fix.variable-bomb": "write the content out, or use shorter values",
    "fix.alias-of-itself": "write the content out",
    "fix.unknown-alias": "put '&{name}' before the node earlier in the file",
    "fix.yaml-tag": "remove the tag; write a list as [a, b]",
    "fix.key-not-text": (
        "write 'key: value'; put quotes around a key that contains brackets or '? '"
    ),
    "fix.bad-merge": "write '<<: *name', where '&name' marks a mapping",
    # keys
    "fix.unknown-key": "for all keys, see the schema: grader schema lab",
    "fix.no-trace": "remove it; check its effect instead",
    "fix.no-trace.build": "check the image of the container: 'image: NAME'",
    "fix.no-trace.depends_on": "add a check for the other container, and list it under 'requires'",
    "fix.no-trace.deploy": "check limits with 'mem_limit', 'cpus' and 'pids_limit'",
    "fix.no-trace.env_file": "list its variables under 'environment'",
    "fix.no-trace.scale": "count them: 'containers: {{…}}' with 'expect: {{count: N}}'",
    "fix.no-trace.secrets": "check the file with 'files', or the mount with 'volumes'",
    "fix.no-trace.configs": "check the file with 'files', or the mount with 'volumes'",
    "fix.no-trace.volumes_from": "check the mounts with 'volumes'",
    "fix.duplicate-key": (
        "keep one of them; to combine matchers for one value, put them in one mapping"
    ),
    "fix.key-missing": "add it",
    "fix.key-missing.version": "add the line: version: 1",
    "fix.key-missing.lab": "add a name for reports and files, for example: lab: override-env",
    "fix.key-missing.checks": "add the checks: checks: [{{id: …, container: …, …}}]",
    "fix.key-missing.id": "give the check a name, for example: id: blue-color",
    "fix.key-missing.expect": "add what to expect, for example: expect: {{state: running}}",
    "fix.key-missing.service": "name the Compose service: {{service: web}}",
    "fix.key-missing.network": "use the name from the Compose file: {{network: backend}}",
    "fix.key-missing.volume": "use the name from the Compose file: {{volume: data}}",
    "fix.key-missing.container": "name the container",
    "fix.key-missing.port": "add the container's port, for example: port: 80",
    "fix.key-missing.command": (
        "add the command to run, for example: command: [cat, /etc/hostname]"
    ),
    "fix.unknown-version": "write: version: 1",
    "fix.not-a-slug": "use a-z, 0-9, and - _ . in between; put readable text in 'title'",
    "fix.not-a-language": "use a language code: en for English, ko for Korean",
    "fix.duplicate-id": "give one of the checks another id",
    # shapes and values
    "fix.wrong-shape": (
        "a value is a single text or number, a list is '- item' or [a, b], a mapping is 'key: "
        "value'"
    ),
    "fix.wrong-type": "for the expected form, see the schema: grader schema lab",
    "fix.unknown-word": "for the valid values, see the schema: grader schema lab",
    "fix.not-a-name": (
        "use the name that 'docker ps' or 'docker network ls' shows: letters, digits, and _ . - "
        "after the first character"
    ),
    "fix.not-a-reference": "use [registry/][project/]name[:tag] in lower case: nginx:1.25",
    "fix.not-an-id": "use 12 to 64 hexadecimal digits, with or without 'sha256:'",
    "fix.not-a-digest": (
        "use sha256: and 64 hexadecimal digits, as 'docker images --digests' shows"
    ),
    "fix.not-a-port": "use [address:][host port:]container port[/protocol], such as 8081:3000",
    "fix.port-out-of-range": (
        "use a port, or a range such as 8000-8010 with the smaller port first"
    ),
    "fix.ranges-differ": "use the same number of ports in both ranges: 8000-8001:80-81",
    "fix.not-a-mount": "use [source:]target[:ro], with a target that starts with /",
    "fix.not-a-url": "use a URL such as http://localhost:8080/path",
    "fix.not-a-url-path": "a path starts with / and contains no spaces; write %20 for a space",
    "fix.not-a-header": (
        "use a name of letters, digits and -, and a value of ASCII characters on one line"
    ),
    "fix.not-points": "use a number of 0 or more, such as 20 or 2.5",
    "fix.unbalanced-quotes": "close the quote, or write a list: [echo, it's]",
    "fix.shell-operator": "use a list; to run a shell: [sh, -c, 'a && b']",
    "fix.entry-without-value": (
        "write NAME=value; to expect only that it is set: NAME: {{present: true}}"
    ),
    # what cannot fail
    "fix.empty-expect": "add what to expect, write 'present: true', or remove the check",
    "fix.empty-matcher.text": "write a text, or one per language: {{en: …, ko: …}}",
    "fix.empty-matcher": "write a value or a matcher, such as equals, matches or present",
    "fix.empty-list": "remove the key, or list what you expect",
    "fix.empty-list.one_of": "list the valid values",
    "fix.empty-list.not": "list what must not be there",
    "fix.empty-list.contains": "list what it must contain",
    "fix.empty-list.checks": "add a check: [{{id: …, container: …, expect: {{…}}}}]",
    "fix.contains-nothing": "write what it must contain; for any non-empty text: {{not: ''}}",
    "fix.matches-anything": "write a stricter pattern, or 'present: true' for any value",
    "fix.min-above-max": "swap them",
    "fix.only-true": "to expect the contrary, use the opposite key",
    "fix.absent-stands-alone": "remove 'absent', or everything beside it",
    "fix.element-twice": "remove one of them",
    "fix.no-limit-as-bound": (
        "to expect no limit, write 'absent: true'; to expect any limit, 'present: true'"
    ),
    "fix.bad-pattern": (
        "patterns use RE2 syntax: no lookaround or backreferences; escape special characters: "
        "\\( \\. \\["
    ),
    "fix.points-for-nothing": "move it to a check without 'partial'",
    "fix.path-missing": "for example: {{path: [Config, Image], equals: nginx}}",
    "fix.path-not-a-list": "write one step per element: [Config, Labels, com.example.role]",
    # targets
    "fix.no-target": "add a target, such as 'container: NAME'",
    "fix.several-targets": "split it into two checks",
    "fix.container-or-url": (
        "write {{container: NAME, port: 80}} or {{url: http://localhost:8080/}}"
    ),
    # between checks
    "fix.requires-itself": "remove it",
    "fix.requires-later": "move that check above this one",
    "fix.requires-unknown": "'requires' takes the ids of earlier checks",
    "fix.requires-absence": "remove it from 'requires', or check another target",
    # variables
    "fix.unknown-variable": "declare it in 'vars'; for the literal text, write $${{…}}",
    "fix.unused-variable": "use it as ${{{name}}}, or remove it",
    "fix.not-a-variable-name": "start with a letter or _, followed by letters, digits, _ and -",
    "fix.var-needs-student": "to grade a whole class, run: grader class SPEC --roster FILE",
    "fix.derive-choice": "for example: derive: {{one_of: [blue, green]}}",
    "fix.derive-bound": "for example: derive: {{min: 20000, max: 29999}}",
    "fix.derive-range": "make 'min' smaller than 'max'",
    "fix.var-not-declared": "declare it in 'vars': {name}: null",
    "fix.var-not-given": "pass --var {name}=…, or give it a value here",
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

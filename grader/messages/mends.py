"""How to mend a mistake in a spec, by its code: said under the caret where nothing nearer is known.

`mend.CODE.KEY` is for a mistake whose parameter `key` is KEY. Every code that the loader can raise
has a text here or always comes with a suggestion of its own; a test holds the two together.
"""

from __future__ import annotations

TEXTS = {
    # the file
    "mend.no-such-file": "look at the path; a folder means all *.lab.yaml in it",
    "mend.unreadable-file": "a spec is a file that you may read; a folder means the specs in it",
    "mend.file-too-large": "split it into several labs, or take generated parts out",
    "mend.not-utf-8": "save the file as UTF-8: editors call it 'encoding'",
    "mend.yaml-syntax": "look at indentation, quotes and brackets here and just above",
    "mend.yaml-syntax.colon": "a text that holds ': ' needs quotes around it",
    "mend.yaml-syntax.start": (
        "indent with spaces, never tabs; a text that begins with a sign such as @ or % needs quotes"
    ),
    "mend.yaml-syntax.indent": "keys of one mapping, and dashes of one list, begin in one column",
    "mend.yaml-syntax.open": "a quote or a bracket above is not closed",
    "mend.yaml-syntax.sign": (
        "a sign that cannot be seen stands here, pasted perhaps: take it out, "
        'or write it in double quotes, such as "\\t"'
    ),
    "mend.several-documents": "put the other one into a file of its own, or take the '---' out",
    "mend.empty-file": "begin with: version: 1, lab: NAME, checks: a list",
    "mend.too-deep": "no spec needs that; a bracket may be missing",
    "mend.alias-bomb": "write out what is meant instead of aliases of aliases",
    "mend.variable-bomb": "write out what is meant, or give the variables shorter values",
    "mend.alias-of-itself": "write out what is meant",
    "mend.unknown-alias": "write '&{name}' before what is meant, earlier in the file",
    "mend.yaml-tag": "take the tag out; a list is written [a, b]",
    "mend.key-not-text": "write 'key: value'; a key that holds brackets or '? ' needs quotes",
    "mend.bad-merge": "write '<<: *name', where '&name' stands before a mapping",
    # keys
    "mend.unknown-key": "an editor with the schema lists the keys there are: grader schema lab",
    "mend.no-trace": "take it out; look at what it leads to instead",
    "mend.no-trace.build": "look at the image that was used: 'image: NAME'",
    "mend.no-trace.depends_on": "check the other container too, and put its check under 'requires'",
    "mend.no-trace.deploy": "limits are looked at with 'mem_limit', 'cpus' and 'pids_limit'",
    "mend.no-trace.env_file": "list its variables under 'environment'",
    "mend.no-trace.scale": "count them: 'containers: {{…}}' with 'expect: {{count: N}}'",
    "mend.no-trace.secrets": "look for the file with 'files', or for the mount with 'volumes'",
    "mend.no-trace.configs": "look for the file with 'files', or for the mount with 'volumes'",
    "mend.no-trace.volumes_from": "look at the mounts themselves with 'volumes'",
    "mend.duplicate-key": "keep one of them; several matchers for one value go into one mapping",
    "mend.key-missing": "add it",
    "mend.key-missing.version": "add the line: version: 1",
    "mend.key-missing.lab": "add a name for reports and files, for example: lab: override-env",
    "mend.key-missing.checks": "add what is to be checked: checks: [{{id: …, container: …, …}}]",
    "mend.key-missing.id": "give the check a name, for example: id: blue-color",
    "mend.key-missing.expect": "say what must hold, for example: expect: {{state: running}}",
    "mend.key-missing.service": "name the Compose service: {{service: web}}",
    "mend.key-missing.network": "name it as the Compose file does: {{network: backend}}",
    "mend.key-missing.volume": "name it as the Compose file does: {{volume: data}}",
    "mend.key-missing.container": "name the container",
    "mend.key-missing.port": "add the container's port, for example: port: 80",
    "mend.key-missing.command": "add what to run, for example: command: [cat, /etc/hostname]",
    "mend.unknown-version": "write: version: 1",
    "mend.not-a-slug": "letters from a to z, digits, and - _ . between them; texts go into 'title'",
    "mend.not-a-language": "write the language's code: en for English, ko for Korean",
    "mend.duplicate-id": "give one of the two checks another id",
    # shapes and values
    "mend.wrong-shape": (
        "a value is one text or number, a list is '- item' or [a, b], a mapping is 'key: value'"
    ),
    "mend.wrong-type": "the schema says how it is written: grader schema lab",
    "mend.unknown-word": "the schema lists the words there are: grader schema lab",
    "mend.not-a-name": (
        "as 'docker ps' or 'docker network ls' shows it: letters, digits, and _ . - after the first"
    ),
    "mend.not-a-reference": "[registry/][project/]name[:tag], in small letters: nginx:1.25",
    "mend.not-an-id": "12 to 64 digits from 0 to f, with or without 'sha256:'",
    "mend.not-a-digest": "sha256: and 64 digits from 0 to f, as 'docker images --digests' shows it",
    "mend.not-a-port": "[address:][host port:]container port[/protocol], such as 8081:3000",
    "mend.port-out-of-range": "a port, or a range such as 8000-8010 with the smaller one first",
    "mend.ranges-differ": "both ranges need the same number of ports: 8000-8001:80-81",
    "mend.not-a-mount": "[source:]target[:ro], where the target begins with /",
    "mend.not-a-url": "such as http://localhost:8080/path",
    "mend.not-a-url-path": "a path begins with / and holds no space; write %20 for one",
    "mend.not-a-header": (
        "a name of letters, digits and -, and a value on one line, in signs of ASCII"
    ),
    "mend.not-points": "write a number, such as 20 or 2.5",
    "mend.unbalanced-quotes": "close the quote, or write a list: [echo, it's]",
    "mend.shell-operator": "write a list; where a shell is meant: [sh, -c, 'a && b']",
    "mend.entry-without-value": (
        "write NAME=value; to ask only that it is set: NAME: {{present: true}}"
    ),
    # what cannot fail
    "mend.empty-expect": "say what must hold, or 'present: true', or take the check out",
    "mend.empty-matcher.text": "write a text, or one a language: {{en: …, ko: …}}",
    "mend.empty-matcher": "write a value or a matcher, such as equals, matches or present",
    "mend.empty-list": "take the key out, or name what is meant",
    "mend.empty-list.one_of": "name the values that are right",
    "mend.empty-list.not": "name what must not be there",
    "mend.empty-list.contains": "name what must be in it",
    "mend.empty-list.checks": "add a check: [{{id: …, container: …, expect: {{…}}}}]",
    "mend.contains-nothing": "name what must be in it; for any text that is not empty: {{not: ''}}",
    "mend.matches-anything": "say what it must look like, or 'present: true' for any value",
    "mend.min-above-max": "swap the two",
    "mend.only-true": "for the contrary take the opposite word",
    "mend.absent-stands-alone": "take 'absent' out, or all that stands beside it",
    "mend.element-twice": "take one of the two out",
    "mend.no-limit-as-bound": "for no limit at all write 'absent: true'; for any, 'present: true'",
    "mend.bad-pattern": (
        "patterns are RE2: no look-around or back-references; a sign itself is written \\( \\. \\["
    ),
    "mend.points-for-nothing": "ask for it in a check that is all or nothing",
    "mend.path-missing": "for example: {{path: [Config, Image], equals: nginx}}",
    "mend.path-not-a-list": "write [Config, Labels, com.example.role], a step an element",
    # targets
    "mend.no-target": "name what to look at, such as 'container: NAME'",
    "mend.several-targets": "make it two checks",
    "mend.container-or-url": "either {{container: NAME, port: 80}} or {{url: http://localhost:8080/}}",
    # between checks
    "mend.requires-itself": "take it out",
    "mend.requires-later": "move that check above this one",
    "mend.requires-unknown": "'requires' names ids of checks above this one",
    "mend.requires-absence": "take it out of 'requires', or look at something else",
    # variables
    "mend.unknown-variable": "declare it under 'vars'; $${{…}} stands for the text itself",
    "mend.unused-variable": "use it as ${{{name}}}, or take it out",
    "mend.not-a-variable-name": "a letter or _ first, then letters, digits, _ and -",
    "mend.var-needs-student": "a whole class is graded with: grader class SPEC --roster FILE",
    "mend.derive-choice": "for example: derive: {{one_of: [blue, green]}}",
    "mend.derive-bound": "for example: derive: {{min: 20000, max: 29999}}",
    "mend.derive-range": "write the smaller number as 'min'",
    "mend.var-not-declared": "declare it under 'vars': {name}: null",
    "mend.var-not-given": "give it on the command line, --var {name}=…, or a value here",
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

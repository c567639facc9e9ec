"""What is wrong with a spec, or could be better.

`{where}` says which part of which check is meant; it is a text of its own.
"""

from __future__ import annotations

WHERE = {
    "where.top": "",
    "where.vars": " in vars",
    "where.defaults": " in defaults",
    "where.check": " in check {id:q}",
    "where.nameless": " in a check without id",
    "where.expect": " in the expectation of check {id:q}",
}

# What the loader raises: each has a case under tests/spec/broken.
PROBLEMS = {
    # the file
    "no-such-file": "there is no such file",
    "unreadable-file": "the file cannot be read: {reason:m}",
    "file-too-large": "the file is larger than {limit}",
    "not-utf-8": "this is not UTF-8",
    "yaml-syntax": "this is not YAML: {text}",
    "several-documents": "a second document begins here, and a spec is one document",
    "empty-file": "the file is empty",
    "too-deep": "this is nested deeper than {limit} levels",
    "alias-bomb": "with its aliases the document grows beyond {limit} nodes",
    "variable-bomb": "with its variables the texts of this spec grow beyond {limit}",
    "alias-of-itself": "the alias '*{name}' stands inside what it names",
    "unknown-alias": "there is no anchor for the alias '*{name}'",
    "yaml-tag": "tags such as {tag} have no meaning here",
    "key-not-text": "a key must be a text",
    "bad-merge": "'<<' takes in a mapping, or a list of mappings",
    # keys
    "unknown-key": "unknown key {key:q}{where}",
    "no-trace": "{key:q} leaves no trace in the engine that could be looked at{where}",
    "duplicate-key": "the key {key:q} stands here twice{where}",
    "key-missing": "the key {key:q} is missing{where}",
    "null": "{key:q} has no value{where}",
    "unknown-version": "version {found:q} is not known; this grader reads version {known}",
    "not-a-slug": "{found:q} cannot be an id{where}",
    "not-a-language": "{found:q} is not a language code such as en or ko{where}",
    "duplicate-id": "the id {id:q} stands here twice",
    # shapes and values
    "wrong-shape": "this is a {found:t}; a {wanted:t} is needed{where}",
    "wrong-type": "{found:q} cannot be read as {wanted:t}{where}",
    "unknown-word": "{found:q} is not one of the words for {wanted:t}{where}",
    "not-a-name": "{found:q} cannot be a name in the engine{where}",
    "not-a-reference": "{found:q} is not an image reference{where}",
    "not-an-id": "{found:q} is not an image id{where}",
    "not-a-digest": "{found:q} is not a digest{where}",
    "not-a-port": "{found:q} is not a port{where}",
    "port-out-of-range": "{found:q} is not a port from 1 to 65535{where}",
    "ranges-differ": "the ranges in {found:q} are not of one length{where}",
    "not-a-mount": "{found:q} is not a mount{where}",
    "not-a-url": "{found:q} is not an http or https URL{where}",
    "not-a-url-path": "{found:q} is not a path{where}",
    "not-a-header": "{found:q} cannot be sent as a header{where}",
    "not-points": "{found:q} is not a number of points, 0 or more{where}",
    "unbalanced-quotes": "a quote in {found:q} is not closed{where}",
    "shell-operator": "{found:q} holds an operator of the shell{where}",
    "entry-without-value": "{entry:q} has no value{where}",
    # what cannot fail
    "empty-expect": "'expect' is empty, so the check could not fail{where}",
    "empty-matcher": "this is empty, so it could not fail{where}",
    "empty-list": "an empty list asks for nothing{where}",
    "contains-nothing": "an empty text is in every text, so this could not fail{where}",
    "matches-anything": "the pattern {pattern:q} fits every text, so this could not fail{where}",
    "min-above-max": "'min' is above 'max', so this could never hold{where}",
    "only-true": "this word takes true alone{where}",
    "absent-stands-alone": "what is absent has nothing else to it{where}",
    "element-twice": "{element:q} stands twice in a set{where}",
    "no-limit-as-bound": "{found:q} means no limit, which is no bound{where}",
    "bad-pattern": "the pattern does not compile: {text:q}{where}",
    "points-for-nothing": (
        "{field} holds in any plain container, so with 'partial' it is points for nothing{where}"
    ),
    "path-missing": "the entry has no 'path'{where}",
    "path-not-a-list": "this path is not a list of steps{where}",
    # targets
    "no-target": "the check looks at nothing{where}",
    "several-targets": "a check looks at one thing; this one names {keys:list}{where}",
    "container-or-url": "a request goes either to a container or to a URL{where}",
    # between checks
    "requires-itself": "the check requires itself{where}",
    "requires-later": "{id:q} comes later, and only what comes earlier can be required{where}",
    "requires-unknown": "there is no check {id:q}{where}",
    "requires-absence": "{id:q} asks that this target is absent, so this would never run{where}",
    # variables
    "unknown-variable": "there is no variable {name:q}{where}",
    "unused-variable": "the variable {name:q} is not used",
    "not-a-variable-name": "{name:q} cannot be the name of a variable",
    "var-not-declared": "the variable {name:q} was given but is not declared in vars",
    "var-not-given": "the variable {name:q} has no value",
    "var-needs-student": (
        "the value of {name:q} is each student's own: give --student and --secret, "
        "or --var {name}=…"
    ),
    "not-a-derivation": "'derive' takes either 'min' and 'max', or 'one_of'{where}",
    "derive-choice": "'one_of' takes two or more different values{where}",
    "derive-bound": "{found:q} is not a whole number{where}",
    "derive-range": "'min' is {low} and 'max' is {high}, so there is nothing to choose{where}",
}

SUGGESTIONS = {
    "derive-example": "for example: derive: {{min: 20000, max: 29999}}",
    "did-you-mean": "did you mean {word:q}?",
    "did-you-mean-opposite": "write 'present: true' or 'absent: true'",
    "one-of-these": "one of {words:list}",
    "for-example": "for example: {example}",
    "write-a-value": "write a value, or take the key out",
    "write-instead": "write a value, or 'present: true', 'absent: true' or 'empty: true'",
    "equals-nothing": "write 'equals: {{}}' for exactly nothing, or name what must be there",
    "absent-or-equals": "write 'absent: true', or 'equals: []' for exactly nothing",
}

TEXTS = {"spec.invalid": "{count} mistakes", **WHERE, **PROBLEMS, **SUGGESTIONS}

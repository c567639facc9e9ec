"""What is wrong with a spec, or could be better.

`{where}` says which part of which check is meant; it is a text of its own.
"""

from __future__ import annotations

WHERE = {
    "where.top": "",
    "where.vars": " in vars",
    "where.defaults": " in defaults",
    "where.check": " in check {id:q}",
    "where.nameless": " in a check without an id",
    "where.expect": " in the expectation of check {id:q}",
}

# What the loader raises: each has a case under tests/labspec/broken.
PROBLEMS = {
    # the file
    "no-such-file": "no such file",
    "unreadable-file": "cannot read the file: {reason:m}",
    "file-too-large": "the file is larger than {limit}",
    "not-utf-8": "this is not valid UTF-8",
    "yaml-syntax": "invalid YAML: {text}",
    "several-documents": "a second YAML document starts here; a spec is a single document",
    "empty-file": "the file is empty",
    "too-deep": "nested deeper than {limit} levels",
    "alias-bomb": "aliases expand the document to more than {limit} nodes",
    "variable-bomb": "variables expand the texts of this spec to more than {limit}",
    "alias-of-itself": "the alias '*{name}' is inside the node it refers to",
    "unknown-alias": "no anchor for the alias '*{name}'",
    "yaml-tag": "YAML tags such as {tag} are not supported",
    "key-not-text": "a key must be a string",
    "bad-merge": "'<<' takes a mapping or a list of mappings",
    # keys
    "unknown-key": "unknown key {key:q}{where}",
    "no-trace": "{key:q} cannot be checked: it leaves no trace in the engine{where}",
    "duplicate-key": "duplicate key {key:q}{where}",
    "key-missing": "the key {key:q} is missing{where}",
    "null": "{key:q} has no value{where}",
    "unknown-version": "unknown version {found:q}; this grader reads version {known}",
    "not-a-slug": "{found:q} is not a valid id{where}",
    "not-a-language": "{found:q} is not a language code such as en or ko{where}",
    "duplicate-id": "duplicate id {id:q}",
    # shapes and values
    "wrong-shape": "expected a {wanted:t}, found a {found:t}{where}",
    "wrong-type": "{found:q} is not a valid {wanted:t}{where}",
    "unknown-word": "{found:q} is not a valid {wanted:t}{where}",
    "not-a-name": "{found:q} is not a valid object name{where}",
    "not-a-reference": "{found:q} is not a valid image reference{where}",
    "not-an-id": "{found:q} is not a valid image id{where}",
    "not-a-digest": "{found:q} is not a valid digest{where}",
    "not-a-port": "{found:q} is not a valid port{where}",
    "port-out-of-range": "{found:q} is not a port from 1 to 65535{where}",
    "ranges-differ": "the ranges in {found:q} have different lengths{where}",
    "not-a-mount": "{found:q} is not a valid mount{where}",
    "not-a-url": "{found:q} is not an http or https URL{where}",
    "not-a-url-path": "{found:q} is not a valid URL path{where}",
    "not-a-header": "{found:q} is not a valid HTTP header{where}",
    "not-points": "{found:q} is not a valid number of points{where}",
    "unbalanced-quotes": "{found:q} has an unclosed quote{where}",
    "shell-operator": "{found:q} contains a shell operator{where}",
    "entry-without-value": "{entry:q} has no value{where}",
    # what cannot fail
    "empty-expect": "'expect' is empty, so the check could never fail{where}",
    "empty-matcher": "this is empty, so the check could never fail{where}",
    "empty-list": "an empty list expects nothing{where}",
    "contains-nothing": "every text contains the empty text, so the check could never fail{where}",
    "matches-anything": (
        "the pattern {pattern:q} matches any text, so the check could never fail{where}"
    ),
    "min-above-max": "'min' is greater than 'max', so the check could never pass{where}",
    "only-true": "the only valid value here is true{where}",
    "absent-stands-alone": "'absent' cannot be combined with other expectations{where}",
    "element-twice": "duplicate element {element:q}{where}",
    "no-limit-as-bound": "{found:q} means no limit and cannot be a bound{where}",
    "bad-pattern": "invalid pattern: {text:q}{where}",
    "points-for-nothing": (
        "any plain container passes {field}, so with 'partial' it gives points for nothing{where}"
    ),
    "path-missing": "'path' is missing{where}",
    "path-not-a-list": "the path must be a list of steps{where}",
    # targets
    "no-target": "the check has no target{where}",
    "several-targets": "a check has one target; this one has {keys:list}{where}",
    "container-or-url": "a request needs either a container or a URL, not both{where}",
    # between checks
    "requires-itself": "the check requires itself{where}",
    "requires-later": "{id:q} comes later; a check can only require earlier checks{where}",
    "requires-unknown": "no check {id:q}{where}",
    "requires-absence": (
        "{id:q} expects this target to be absent, so this check would never run{where}"
    ),
    # variables
    "unknown-variable": "unknown variable {name:q}{where}",
    "unused-variable": "unused variable {name:q}",
    "not-a-variable-name": "{name:q} is not a valid variable name",
    "var-not-declared": "the variable {name:q} was given but is not declared in 'vars'",
    "var-not-given": "the variable {name:q} has no value",
    "var-needs-student": (
        "the value of {name:q} is different for each student: pass --student and --secret, or "
        "--var {name}=…"
    ),
    "not-a-derivation": "'derive' needs either 'min' and 'max', or 'one_of'{where}",
    "derive-choice": "'one_of' needs at least two different values{where}",
    "derive-bound": "{found:q} is not a whole number{where}",
    "derive-range": (
        "'min' is {low} and 'max' is {high}, so there is only one possible value or none{where}"
    ),
}

SUGGESTIONS = {
    "derive-example": "for example: derive: {{min: 20000, max: 29999}}",
    "did-you-mean": "did you mean {word:q}?",
    "did-you-mean-opposite": "write 'present: true' or 'absent: true'",
    "one-of-these": "one of {words:list}",
    "for-example": "for example: {example}",
    "write-a-value": "write a value, or remove the key",
    "write-instead": "write a value, or 'present: true', 'absent: true' or 'empty: true'",
    "equals-nothing": "write 'equals: {{}}' for exactly nothing, or list what must be there",
    "absent-or-equals": "write 'absent: true', or 'equals: []' for exactly nothing",
}

TEXTS = {"spec.invalid": "{count} errors", **WHERE, **PROBLEMS, **SUGGESTIONS}

"""What is said where a spec is made: by recording, or from a Compose file."""

from __future__ import annotations

TEXTS = {
    "record.head": (
        "Recorded: what the image or the engine gives anyway is left out, and so are logs, "
        "files and HTTP answers."
    ),
    "record.secrets": "Left out, for they look secret: the values of {fields:list}.",
    "record.restarted": "The engine restarted it {count} times; that is left out.",
    "record.no-image": "Left out: the image, which bears no name.",
    "record.addresses": "Left out: the addresses, which the engine may have chosen.",
    "record.done": "wrote {spec} and {solution}; next: grader test {spec}",
    "record.changed": (
        "wrote {spec} and {solution}, but what was recorded does not hold any more: "
        "something changed meanwhile, so record it again when all is calm"
    ),
    "record.nothing": "there is no container on the engine at {endpoint}: make what is taught",
    "record.no-container": "there is no container named {names:list}; there are: {known:list}",
    "record.no-list": "the engine does not say which containers there are: {reason:m}",
    "import.head": "Imported from {file}: what must be there after 'docker compose up -d'.",
    "import.unseen": "Leaves no trace that could be looked at: {keys:list}.",
    "import.unfit": "Left out, {key:q}: {text}.",
    "import.built": "Left out: the image, which is built here and named after the project.",
    "import.prefixed": "Left out, for in a set the project's name stands before it: {key:q}.",
    "import.profiles": "Left out: service {name:q}, which starts only with {profiles:list}.",
    "import.missing": "Not read, for it is not there: {files:list}.",
    "import.variables": (
        "Has no default in the file, so it must be given with --var: {names:list}."
    ),
    "import.no-services": "{path} names no services: a Compose file has the key 'services'",
    "import.done": (
        "wrote {spec}; start it with 'docker compose -f {compose} up -d', "
        "and record the solution: grader snapshot SPEC -o NAME.solution.json"
    ),
    "not-a-spec-name": "a spec's name ends in .lab.yaml, and {path:q} does not",
}

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
    "import.odd": "Left out, for Compose gives it another shape: {keys:list}.",
    "import.unreadable": "the Compose file {path:q} cannot be read: {reason:m}",
    "import.nothing": (
        "{path} has no service that starts by itself: each waits for a profile; "
        "take the 'profiles' of one out"
    ),
    "import.built": "Left out: the image, which is built here and named after the project.",
    "import.prefixed": "Left out, for in a set the project's name stands before it: {key:q}.",
    "import.profiles": "Left out: service {name:q}, which starts only with {profiles:list}.",
    "import.missing": "Not read, for it is not there or no text in UTF-8: {files:list}.",
    "import.variables": (
        "Has no default in the file, so it must be given with --var: {names:list}."
    ),
    "import.no-services": "{path} names no services: a Compose file has the key 'services'",
    "import.done": (
        "wrote {spec}; start it with 'docker compose -f {compose} up -d', "
        "and record the solution: grader snapshot SPEC -o NAME.solution.json"
    ),
    # the handout
    "handout.total": "{points} points in all",
    "handout.points": "{points} points",
    "handout.container": "Container {name}",
    "handout.container-composed": "The container of the Compose service {name}",
    "handout.image": "Image {name}",
    "handout.network": "Network {name}",
    "handout.network-composed": "The Compose network {name}",
    "handout.volume": "Volume {name}",
    "handout.volume-composed": "The Compose volume {name}",
    "handout.containers": "All containers",
    "handout.images": "All images",
    "handout.networks": "All networks",
    "handout.volumes": "All volumes",
    "handout.containers-with": "Containers with {chosen}",
    "handout.images-with": "Images with {chosen}",
    "handout.networks-with": "Networks with {chosen}",
    "handout.volumes-with": "Volumes with {chosen}",
    "handout.http": "What answers at {url}",
    "handout.http-of": "What answers at {path} on port {port} of container {name}",
    "handout.exec": "What {command} says in container {name}",
    "handout.is-there": "is there",
    "handout.is-gone": "is not there any more",
    "handout.equals": "{value}",
    "handout.not": "not {value}",
    "handout.one_of": "one of {value}",
    "handout.contains": "contains {value}",
    "handout.matches": "fits the pattern {value}",
    "handout.min": "at least {value}",
    "handout.max": "at most {value}",
    "handout.present": "is set",
    "handout.absent": "is not set",
    "handout.empty": "is empty",
    "handout.inherited": "as the image has it",
    "handout.overridden": "given to the container, not in the image",
    "not-a-spec-name": "a spec's name ends in .lab.yaml, and {path:q} does not",
}

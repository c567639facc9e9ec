"""What is said where a spec is made: by recording, or from a Compose file."""

from __future__ import annotations

TEXTS = {
    "record.head": (
        "Recorded from running containers. Defaults of the image and the engine are left out, "
        "and so are logs, files and HTTP responses."
    ),
    "record.secrets": "Left out because they look like secrets: the values of {fields:list}.",
    "record.restarted": "Left out: the engine restarted it {count} times.",
    "record.no-image": "Left out: the image, which has no name.",
    "record.addresses": "Left out: the addresses, because the engine may have assigned them.",
    "record.done": "wrote {spec} and {solution}; next: grader test {spec}",
    "record.changed": (
        "wrote {spec} and {solution}, but the recorded state changed during the recording; "
        "record it again"
    ),
    "record.nothing": "no containers on the engine at {endpoint}; set up the lab first",
    "record.no-container": "no container named {names:list}; available containers: {known:list}",
    "record.no-list": "the engine did not list its containers: {reason:m}",
    "import.head": "Imported from {file}: the expected state after 'docker compose up -d'.",
    "import.unseen": "Cannot be checked, because it leaves no trace in the engine: {keys:list}.",
    "import.unfit": "Left out {key:q}: {text}.",
    "import.odd": "Left out, because Compose expects another type: {keys:list}.",
    "import.unreadable": "cannot read the Compose file {path:q}: {reason:m}",
    "import.nothing": (
        "no service in {path} starts by default: each needs a profile; remove 'profiles' from "
        "at least one"
    ),
    "import.built": "Left out: the image, which is built locally and named after the project.",
    "import.prefixed": (
        "Left out, because in a set the name has the project as its prefix: {key:q}."
    ),
    "import.profiles": "Left out: service {name:q}, which only starts with {profiles:list}.",
    "import.missing": "Not read, because it does not exist or is not UTF-8 text: {files:list}.",
    "import.variables": "Has no default in the file; pass it with --var: {names:list}.",
    "import.no-services": "{path} has no services: a Compose file needs the key 'services'",
    "import.done": (
        "wrote {spec}; start it with 'docker compose -f {compose} up -d', then record the "
        "solution: grader snapshot SPEC -o NAME.solution.json"
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
    "handout.http": "The response from {url}",
    "handout.http-of": "The response from {path} on port {port} of container {name}",
    "handout.exec": "The output of {command} in container {name}",
    "handout.is-there": "exists",
    "handout.is-gone": "no longer exists",
    "handout.equals": "{value}",
    "handout.not": "not {value}",
    "handout.one_of": "one of {value}",
    "handout.contains": "contains {value}",
    "handout.matches": "matches the pattern {value}",
    "handout.min": "at least {value}",
    "handout.max": "at most {value}",
    "handout.present": "is set",
    "handout.absent": "is not set",
    "handout.empty": "is empty",
    "handout.inherited": "inherited from the image",
    "handout.overridden": "set on the container, not in the image",
    "not-a-spec-name": "the name of a spec ends in .lab.yaml; found {path:q}",
}

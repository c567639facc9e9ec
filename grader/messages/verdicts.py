"""What the judge says of a student's environment.

`{field}` is the observation's field; it is put in when the text is rendered.
"""

from __future__ import annotations

TEXTS = {
    # values
    "differs": "{field}: expected {expected:q}, found {actual:q}",
    "differs-inherited": (
        "{field}: expected {expected:q}, found {actual:q}, which the image sets; override it"
    ),
    "unset": "{field}: expected {expected:q}, but it is not set",
    "unset-removed": (
        "{field}: expected {expected:q}, but it was removed (the image sets {inherited:q})"
    ),
    "unset-pattern": "{field}: expected a match for {pattern}, but it is not set",
    "unset-limit": "{field}: expected a limit of {limit}, but no limit is set",
    "forbidden": "{field}: found {actual:q}; {forbidden:q} is not allowed",
    "forbidden-unset": "{field}: not set, which is the same as {forbidden:q}; that is not allowed",
    "not-one-of": "{field}: expected one of {allowed:list}, found {actual:q}",
    "lacks-text": "{field}: expected to contain {missing:list}",
    "no-match": "{field}: expected a match for {pattern}, found {actual:q}",
    "too-small": "{field}: expected at least {limit}, found {actual}",
    "too-large": "{field}: expected at most {limit}, found {actual}",
    "not-present": "{field}: not found",
    "not-absent": "{field}: expected no value, found {actual:q}",
    "not-empty": "{field}: expected to be empty, found {actual:q}",
    "lacks": "{field}: expected {missing:list}, found {actual:q}",
    "extra": "{field}: unexpected {extra:list}",
    # where values come from
    "source-inherited": "{field}: expected an override, found the image's value {actual:q}",
    "source-overridden": (
        "{field}: expected the image's value {inherited:q}, found the override {actual:q}"
    ),
    "source-removed": (
        "{field}: expected the image's value {inherited:q}, but it was removed; do not override it"
    ),
    "nowhere": "{field}: set neither in the container nor in its image",
    # targets
    "target-absent": "no {kind:t} named {name:q}",
    "service-absent": "no {kind:t} for the Compose service {name:q}",
    "ambiguous": "{name:q} matches more than one: {names:list}",
    "still-there": "it still exists; to remove it, run {command:q}",
    "still-there.some": "it still exists; remove it",
    "not-running": "container {name:q} is not running (state: {state})",
    "not-published": "port {port} of container {name:q} is not published",
    "set-empty": "no {kind:t} matches the selection",
    "count-differs": "expected {expected}, found {actual}: {names:list}",
    "count-too-small": "expected at least {limit}, found {actual}: {names:list}",
    "count-too-large": "expected at most {limit}, found {actual}: {names:list}",
    "count-not-one-of": "expected one of {allowed:list}, found {actual}: {names:list}",
    "count-forbidden": "found {actual}, which is not allowed: {names:list}",
    # not there at this moment
    "not-there.exit-code": "no exit code yet: the container has not ended (state: {state})",
    "not-there.health": "no health status: the container is not running (state: {state})",
    "not-there.logs": "no logs: the container was never started",
    "not-there.json": "the response body is not JSON",
    # HTTP
    "http.refused": "{target}: connection refused; nothing listens on that port",
    "http.reset": "{target}: the connection was closed without a response",
    "http.silent": "{target}: connected, but no response arrived in time",
    "http.garbled": "{target}: the response is not HTTP",
    # not observed
    "not-asked": "the snapshot does not include it",
    "unreadable": "the engine's value of {field} could not be parsed",
    "image-gone": (
        "the image of this container no longer exists, so there is nothing to compare with"
    ),
    "vanished": "the {what:t} was removed during the check",
    "cut": "only part of it was read, and the expected text is not in that part",
    "redacted": "the value looks like a secret and was hidden",
    "file-out-of-sight": (
        "{path} cannot be read from outside the container (kernel file system or tmpfs)"
    ),
    "nothing-observed": "nothing was checked",
    "not-observed": "could not be checked",
    # skipped
    "skipped": "requires {checks:list}, which did not pass",
    "skipped-open": "requires {checks:list}, which could not be checked",
    "skipped-hidden": "requires a check that did not pass",
    # notes
    "note.restarted": "{state}, restarted {count} times",
    "note.engine-said": "the engine reported: {text}",
    "note.image-moved": (
        "the name {image:q} now refers to another image than the one this container was created "
        "from"
    ),
    "note.near-names": "found {names:list}; the name must be exactly {name:q}",
    "note.other-engine": (
        "the engine at {endpoint} has nothing that this lab asks for; is it the engine you "
        "worked on? See 'docker context ls'"
    ),
    "note.near-member": "{name:q} does not count: its {of} is {actual:q}",
    "note.near-member-unset": "{name:q} does not count: its {of} is not set",
    "note.recording": (
        "this result comes from a recording that ships with grader, not from a running engine"
    ),
    "note.stand-in": (
        "some images are test stand-ins with the names and metadata of the real images"
    ),
    # causes
    "cause.option-became-command": (
        "{option} comes after the image name, so it became part of the command {command:q}; "
        "remove the container ('docker rm -f {name}') and put options before the image name"
    ),
    "cause.one-word": (
        "the command {command:q} is a single word, and no program has that name; remove the "
        "quotes around the whole command"
    ),
    "cause.never-started": "it was created but never started; run 'docker start {name}'",
    "cause.port-taken": (
        "it could not start because its host port is already in use; run 'docker rm {name}', "
        "then run it again with a free port ('docker ps' shows the ports in use)"
    ),
    "cause.not-started": (
        "it could not start: fix the error above, run 'docker rm {name}', and run it again"
    ),
    "cause.ended": (
        "it ended with exit code 0: its command {command:q} finished, or it was stopped (to "
        "start it again, run 'docker start {name}'); a container runs only as long as its "
        "command"
    ),
    "cause.not-executable": (
        "its command could not be executed (exit code {code}); 'docker logs {name}' may show why"
    ),
    "cause.not-found": (
        "its command does not exist in the image (exit code {code}): check for a typo in its name"
    ),
    "cause.killed": (
        "it was killed (exit code {code}) by docker stop, by docker kill, or because it ran out "
        "of memory; to start it again, run 'docker start {name}'"
    ),
    "cause.crashed": "its process crashed (exit code {code}); 'docker logs {name}' may show why",
    "cause.restarting": (
        "its process keeps ending: the engine restarted it {count} times; "
        "'docker logs {name}' may show why"
    ),
    "cause.stopped": (
        "it was stopped (exit code {code}); to start it again, run 'docker start {name}'"
    ),
    "cause.ended-with": (
        "its command failed with exit code {code}; 'docker logs {name}' may show why"
    ),
    "cause.ports-swapped": (
        "the ports are swapped: -p takes host:container, so write {wanted}, not {given}"
    ),
    "cause.retagged": (
        "it is the same image under another name: use {wanted:q} in docker run, not {used:q}"
    ),
    "cause.nearly": "{actual:q} is almost {expected:q}: look for a typo",
    "cause.value-missing": (
        "'-e {variable}' without a value takes the value from your shell, which has none; write "
        "{variable}=VALUE"
    ),
    "cause.command-dropped": (
        "with --entrypoint, the engine drops the image's command {inherited:q}; repeat the "
        "command after the image name"
    ),
}

# The same, for a reader who must not learn a value. A text above without any parameter but
# `{field}` is said as it is; `*` is for all others, `*.` where no field is spoken of.
WITHOUT_VALUES = {
    "*": "{field}: not as expected",
    "*.": "not as expected",
    "unset": "{field}: not set",
    "unset-removed": "{field}: removed",
    "unset-pattern": "{field}: not set",
    "unset-limit": "{field}: no limit is set",
    "not-absent": "{field}: expected no value",
    "not-empty": "{field}: expected to be empty",
    "differs-inherited": "{field}: found the image's value; override it",
    "source-inherited": "{field}: found the image's value; override it",
    "source-overridden": "{field}: expected the image's value, found an override",
    "source-removed": "{field}: expected the image's value, but it was removed",
    "target-absent": "it does not exist",
    "service-absent": "it does not exist",
    "still-there": "it still exists; remove it",
    "ambiguous": "the name matches more than one",
    "not-running": "the container is not running",
    "not-published": "the port is not published",
    "set-empty": "nothing matches the selection",
    "not-there.exit-code": "no exit code yet: the container has not ended",
    "not-there.health": "no health status: the container is not running",
    "http.refused": "connection refused; nothing listens on that port",
    "http.reset": "the connection was closed without a response",
    "http.silent": "connected, but no response arrived in time",
    "http.garbled": "the response is not HTTP",
    # not observed
    "unreadable": "the engine's value could not be parsed",
    "vanished": "it was removed during the check",
    "file-out-of-sight": (
        "a file cannot be read from outside the container (kernel file system or tmpfs)"
    ),
    "timed-out": "the engine did not answer in time",
    "connection-lost": "the connection to the engine was lost",
    "engine-refused": "the engine answered with an error",
    "answer-too-large": "the engine's answer is too large",
    "logs-unreadable": "the logs cannot be read",
    "permission-denied": "the engine denied permission",
    "method-not-allowed": "the request may change something; allow it with --allow-exec",
    "http.no-host": "the host of the published ports is unknown; set it with --http-host",
    "http.no-connection": "could not connect in time",
    "http.other-host": "the address is not on the engine's own host",
    # skipped
    "skipped": "requires a check that did not pass",
    "skipped-open": "requires a check that could not be checked",
    # notes and causes; one that has no text of its own here is not said
    "note.restarted": "the engine restarted it",
    "note.near-names": "something with a similar name exists; the name must be exact",
    "cause.option-became-command": (
        "an option comes after the image name, so it became the command; put options of docker "
        "run before the image name"
    ),
    "cause.one-word": "the command is a single word; remove the quotes around the whole command",
    "cause.never-started": "it was created but never started; run 'docker start'",
    "cause.port-taken": "it could not start because its host port is already in use",
    "cause.not-started": "it could not start",
    "cause.ended": (
        "it ended with exit code 0: its command finished, or it was stopped; a container runs "
        "only as long as its command"
    ),
    "cause.not-executable": "its command could not be executed",
    "cause.not-found": "its command does not exist in the image",
    "cause.killed": "it was killed by docker kill, by docker stop, or because it ran out of memory",
    "cause.crashed": "its process crashed",
    "cause.restarting": "its process keeps ending: the engine restarts it again and again",
    "cause.stopped": "it was stopped",
    "cause.ended-with": "its command failed; 'docker logs' may show why",
    "cause.ports-swapped": "the ports are swapped: -p takes host:container",
    "cause.retagged": "it is the same image under another name",
    "cause.nearly": "it is almost right: look for a typo",
    "cause.value-missing": "-e without a value takes the value from your shell, which has none",
    "cause.command-dropped": (
        "with --entrypoint, the engine drops the image's command; repeat the command after the "
        "image name"
    ),
}

"""What the judge says of a student's environment.

`{field}` is the observation's field; it is put in when the text is rendered.
"""

from __future__ import annotations

TEXTS = {
    # values
    "differs": "{field} is {actual:q}; it should be {expected:q}",
    "differs-inherited": (
        "{field} is {actual:q}, which comes from the image; override it with {expected:q}"
    ),
    "unset": "{field} is not set; it should be {expected:q}",
    "unset-removed": (
        "{field} was taken out (the image has {inherited:q}); it should be {expected:q}"
    ),
    "unset-pattern": "{field} is not set; it should match {pattern}",
    "unset-limit": "{field} has no limit; the limit asked for is {limit}",
    "forbidden": "{field} is {actual:q}; it must not be {forbidden:q}",
    "not-one-of": "{field} is {actual:q}; it should be one of {allowed:list}",
    "lacks-text": "{field} does not contain {missing:list}",
    "no-match": "{field} is {actual:q}, which does not match {pattern}",
    "too-small": "{field} is {actual}; it should be at least {limit}",
    "too-large": "{field} is {actual}; it should be at most {limit}",
    "not-present": "{field} is not there",
    "not-absent": "{field} is {actual:q}; it should not be set",
    "not-empty": "{field} is {actual:q}; it should be empty",
    "lacks": "{field} lacks {missing:list}; it holds {actual:q}",
    "extra": "{field} holds {extra:list}, which should not be there",
    # where values come from
    "source-inherited": "{field} is {actual:q}, taken over from the image; it should be overridden",
    "source-overridden": (
        "{field} is {actual:q}, which was overridden; it should be the image's own {inherited:q}"
    ),
    "source-removed": (
        "{field} was taken out; it should be the image's own {inherited:q}, so do not override it"
    ),
    "nowhere": "{field} is set neither in the container nor in its image",
    # targets
    "target-absent": "there is no {kind:t} named {name:q}",
    "service-absent": "there is no {kind:t} of the Compose service {name:q}",
    "ambiguous": "{name:q} fits more than one: {names:list}",
    "still-there": "it is still there; {command:q} removes it",
    "still-there.some": "it is still there; it should have been removed",
    "not-running": "container {name:q} is not running (state: {state})",
    "not-published": "port {port} of container {name:q} is not published",
    "set-empty": "no {kind:t} meets the selection",
    "count-differs": "there are {actual}, there should be {expected}: {names:list}",
    "count-too-small": "there are {actual}, there should be at least {limit}: {names:list}",
    "count-too-large": "there are {actual}, there should be at most {limit}: {names:list}",
    "count-not-one-of": "there are {actual}, there should be one of {allowed:list}: {names:list}",
    "count-forbidden": "there are {actual}; that is just what should not be: {names:list}",
    # not there at this moment
    "not-there.exit-code": "it has not ended, so there is no exit code (state: {state})",
    "not-there.health": "it is not running, so there is no health (state: {state})",
    "not-there.logs": "it was never started, so there are no logs",
    "not-there.json": "the body is not JSON",
    # HTTP
    "http.refused": "{target}: the connection was refused; nothing listens on that port",
    "http.reset": "{target}: the connection was closed without an answer",
    "http.silent": "{target}: connected, but no answer came in time",
    "http.garbled": "{target}: what came back is not HTTP",
    # not observed
    "not-asked": "the snapshot does not hold it",
    "unreadable": "what the engine said of {field} could not be understood",
    "image-gone": "the image that it was made from is gone, so nothing can be held against it",
    "vanished": "the {what:t} vanished while it was looked at",
    "cut": "only the beginning is known, and it is not in there",
    "redacted": "the value looks like a secret and was not kept",
    "file-out-of-sight": "{path} cannot be seen from outside (kernel file system or tmpfs)",
    "nothing-observed": "nothing was observed",
    "not-observed": "it could not be observed",
    # skipped
    "skipped": "comes after {checks:list}, which did not pass",
    "skipped-open": "comes after {checks:list}, which could not be observed",
    "skipped-hidden": "comes after a check that did not pass",
    # notes
    "note.restarted": "{state}, restarted {count} times",
    "note.engine-said": "the engine said: {text}",
    "note.image-moved": "the name {image:q} no longer means the image that it was made from",
    "note.near-names": "there is {names:list}; the name must be exactly {name:q}",
    "note.other-engine": (
        "nothing of this lab is on the engine at {endpoint}; "
        "is it the engine that you worked on? See 'docker context ls'"
    ),
    "note.near-member": "{name:q} does not count: its {of} is {actual:q}",
    "note.near-member-unset": "{name:q} does not count: its {of} is not set",
    "note.recording": (
        "this grades a recording that ships with grader, not what is on an engine now"
    ),
    "note.stand-in": (
        "images here are stand-ins, built for tests with the names and metadata of the real ones"
    ),
    # causes
    "cause.option-became-command": (
        "{option} stands after the image name, so it became part of the command {command:q}; "
        "remove the container ('docker rm -f {name}') and write options before the image name"
    ),
    "cause.one-word": (
        "the command {command:q} is one word, so no program is called that; "
        "write it without quotes around all of it"
    ),
    "cause.never-started": "it was created but never started; 'docker start {name}' starts it",
    "cause.port-taken": (
        "it could not start because another container or program has its host port; "
        "'docker rm {name}', and run it again with a free port ('docker ps' shows the taken ones)"
    ),
    "cause.not-started": (
        "it could not start: mend what the engine says, 'docker rm {name}', and run it again"
    ),
    "cause.ended": (
        "it ended with exit code 0: its command {command:q} was done, or it was stopped "
        "('docker start {name}' starts it again); a container runs only as long as its command"
    ),
    "cause.not-executable": (
        "its command could not be executed (exit code {code}); 'docker logs {name}' may say why"
    ),
    "cause.not-found": (
        "its command is no program in the image (exit code {code}): look for a slip in its name"
    ),
    "cause.killed": (
        "it was killed (exit code {code}), by docker stop, docker kill, or for want of memory; "
        "'docker start {name}' starts it again"
    ),
    "cause.crashed": ("its process crashed (exit code {code}); 'docker logs {name}' may say why"),
    "cause.stopped": ("it was stopped (exit code {code}); 'docker start {name}' starts it again"),
    "cause.ended-with": (
        "its command ended with exit code {code}, which means an error; "
        "'docker logs {name}' may say which"
    ),
    "cause.ports-swapped": (
        "the ports are the wrong way round: -p takes host:container, so write {wanted}, not {given}"
    ),
    "cause.retagged": (
        "it is the same image under another name: use {wanted:q} in docker run, not {used:q}"
    ),
    "cause.nearly": "{actual:q} is nearly {expected:q}: compare letter by letter",
    "cause.value-missing": (
        "'-e {variable}' without a value takes the one of your shell, and there is none; "
        "write {variable}=VALUE"
    ),
    "cause.command-dropped": (
        "with --entrypoint the engine drops the image's command {inherited:q}; "
        "give the command again after the image name"
    ),
}

# The same, for a reader who must not learn a value. A text above without any parameter but
# `{field}` is said as it is; `*` is for all others, `*.` where no field is spoken of.
WITHOUT_VALUES = {
    "*": "{field} is not as it should be",
    "*.": "it is not as it should be",
    "unset": "{field} is not set",
    "unset-removed": "{field} was taken out",
    "unset-pattern": "{field} is not set",
    "unset-limit": "{field} has no limit",
    "not-absent": "{field} should not be set",
    "not-empty": "{field} should be empty",
    "differs-inherited": "{field} was taken over from the image; it should be overridden",
    "source-inherited": "{field} was taken over from the image; it should be overridden",
    "source-overridden": "{field} was overridden; it should be the image's own",
    "source-removed": "{field} was taken out; it should be the image's own",
    "target-absent": "it is not there",
    "service-absent": "it is not there",
    "still-there": "it is still there; it should have been removed",
    "ambiguous": "the name fits more than one",
    "not-running": "the container is not running",
    "not-published": "the port is not published",
    "set-empty": "nothing meets the selection",
    "not-there.exit-code": "it has not ended, so there is no exit code",
    "not-there.health": "it is not running, so there is no health",
    "http.refused": "the connection was refused; nothing listens on that port",
    "http.reset": "the connection was closed without an answer",
    "http.silent": "connected, but no answer came in time",
    "http.garbled": "what came back is not HTTP",
    # not observed
    "unreadable": "what the engine said could not be understood",
    "vanished": "it vanished while it was looked at",
    "file-out-of-sight": "a file cannot be seen from outside (kernel file system or tmpfs)",
    "timed-out": "the engine did not answer in time",
    "connection-lost": "the connection to the engine broke off",
    "engine-refused": "the engine answered with an error",
    "answer-too-large": "the engine's answer is too large",
    "logs-unreadable": "the logs cannot be read",
    "permission-denied": "the engine denies it",
    "method-not-allowed": "the request may change something; allow that with --allow-exec",
    "http.no-host": "it is not known on which host published ports are: --http-host",
    "http.no-connection": "no connection in time",
    "http.other-host": "the address is not on the engine's own host",
    # skipped
    "skipped": "comes after a check that did not pass",
    "skipped-open": "comes after a check that could not be observed",
    # notes and causes; one that has no text of its own here is not said
    "note.restarted": "the engine restarted it",
    "note.near-names": "there is something with nearly that name; the name must be exact",
    "cause.option-became-command": (
        "an option stands after the image name, so it became the command; "
        "options of docker run go before the image name"
    ),
    "cause.one-word": "the command is one word; write it without quotes around all of it",
    "cause.never-started": "it was created but never started: 'docker start' starts it",
    "cause.port-taken": (
        "it could not start because another container or program has its host port"
    ),
    "cause.not-started": "it could not start",
    "cause.ended": (
        "it ended with exit code 0: its command was done, or it was stopped; "
        "a container runs only as long as its command"
    ),
    "cause.not-executable": "its command could not be executed",
    "cause.not-found": "its command was not found in the image",
    "cause.killed": "it was killed: by docker kill, docker stop, or for memory",
    "cause.crashed": "its process crashed",
    "cause.stopped": "it was stopped",
    "cause.ended-with": "its command ended with an error: 'docker logs' may say why",
    "cause.ports-swapped": "the ports are the wrong way round: -p takes host:container",
    "cause.retagged": "it is the same image under another name",
    "cause.nearly": "it is nearly right: compare letter by letter",
    "cause.value-missing": (
        "an option -e without a value takes the one of your shell, and there is none"
    ),
    "cause.command-dropped": (
        "with --entrypoint the engine drops the image's command; "
        "give the command again after the image name"
    ),
}

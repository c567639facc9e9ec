"""What went wrong around a run: the command line, the engine, snapshots, reports."""

from __future__ import annotations

TEXTS = {
    # the command line
    "no-specs-in": "no *.lab.yaml files in {path:q}",
    "same-lab": (
        "two specs have the id {id:q}: {one} and {other}; give each spec its own id, and name "
        "each file once"
    ),
    "output-is-input": (
        "{path:q} is an input of this command and will not be overwritten; choose another "
        "output file"
    ),
    "spec-ok": "{file}: ok ({checks} checks, {points} points)",
    "demo.engine": "grading the lab override-env on the engine at {endpoint}",
    "demo.recording": (
        "{reason:m}\nno engine is available, so this grades a recording of the lab override-env"
    ),
    "demo.with-an-engine": "with Docker running, do the lab yourself:{commands}",
    "demo.solution": "do the lab and check again:{commands}",
    "demo.a-mistake": "make a typical student mistake and check again:{commands}",
    "demo.next": (
        "a lab is one YAML file: copy {path}, change it, and run 'grader check' on your copy"
    ),
    "bad-var": "{found:q} is not of the form NAME=value",
    "no-secret": "cannot read the key file {path:q}: {reason:m}",
    "short-secret": (
        "the key file {path:q} has fewer than {least} bytes; create one with: openssl rand -hex "
        "32 > {path}"
    ),
    "student-and-secret": "--student and --secret must be used together",
    "unknown-format": "unknown report format {found:q}; available formats: {known:list}",
    "needs-lab-in-path": "{format} writes one file per lab: put {{lab}} in the path {path:q}",
    "needs-environment": "{format} requires these environment variables: {names:list}",
    "no-score-to-report": (
        "no {format} report for {lab}: something could not be checked, so there is no score"
    ),
    "same-path": (
        "two reports would be written to {path:q}; give each its own path with --report FORMAT:PATH"
    ),
    "only-with": "{one} can only be used with {other}",
    "not-with": "{one} and {other} cannot be used together",
    # finding the engine
    "no-engine": "no engine is reachable at {endpoint}: {reason:m}",
    "not-an-engine": "the server there is not a container engine (HTTP status {status})",
    "no-api-named": "it does not report an API version",
    "no-engine.next": (
        "start Docker, or choose another engine with --host, --context or DOCKER_HOST; to find "
        "the cause, run: grader doctor"
    ),
    "no-context.next": (
        "to list the contexts, run 'docker context ls'; for more, run: grader doctor"
    ),
    "no-permission": "permission denied for the engine at {endpoint}",
    "no-context": "there is no Docker context {name:q} (from {origin})",
    "bad-config": (
        "cannot read {name}, which selects the engine: {reason:m}; fix it, or choose the engine "
        "with --host"
    ),
    "bad-context": "the Docker context {name:q} cannot be used: {reason:m}",
    "bad-endpoint": "{endpoint:q} is not an engine address: {reason:m}",
    "bad-http-host": (
        "--http-host takes only a host name or an IP address, such as 192.168.0.5; found {found:q}"
    ),
    "no-scheme": "an address starts with one of {schemes:list}",
    "no-tls-file": "TLS requires the file {file:q}, which does not exist",
    "tls-not-trusted": "its TLS certificate is not trusted ({text})",
    "tls-refused": "it rejected the client certificate ({text})",
    "tls-failed": "the TLS handshake failed ({text})",
    "no-ssh-address": "expected ssh://[user@]host[:port][/path/to/docker.sock]",
    "ssh-not-started": "cannot run {program:q}: {why:m}",
    "ssh-timed-out": "ssh did not connect within {seconds} s",
    "ssh-said": "ssh reported: {text}",
    "ssh-ended": "ssh ended with exit code {status} and no message",
    "engine-too-old": (
        "the engine at {endpoint} has API version {api}; the oldest supported version is 1.41 "
        "(Docker 20.10)"
    ),
    # asking the engine
    "timed-out": "the engine did not answer within {seconds} s",
    "silent": "the engine stopped responding",
    "stream-ended": "the engine closed the event stream",
    "connection-lost": "the connection to the engine was lost: {reason:m}",
    "engine-refused": "the engine returned status {status}: {text}",
    "answer-too-large": "the engine's answer is larger than {limit}",
    "answer-not-json": "the engine's answer is not JSON",
    "run-timed-out": "the time limit of the run was reached",
    "archive-unreadable": "the engine's archive of {path} is incomplete",
    "logs-unreadable": "cannot read the logs: {text}",
    "permission-denied": "the engine denied permission: {text:t}",
    "exec-not-allowed": "this check runs a command in the container; allow it with --allow-exec",
    "method-not-allowed": "{method} may change something; allow it with --allow-exec",
    "http.no-host": (
        "the host of the published ports of {endpoint} is unknown; set it with --http-host"
    ),
    "http.no-connection": "could not connect to {host}:{port} in time",
    "http.loopback": (
        "the port is published only on the engine's own loopback address, which cannot be "
        "reached from here"
    ),
    "http.other-host": "{host} is not the engine's own host",
    # snapshots and reports
    "snapshot-unreadable": "cannot read {file}: {reason:m}",
    "snapshot-too-large": "{file} is larger than {limit} MiB, the limit for a snapshot",
    "snapshot-empty": "{file} is empty; create the snapshot again",
    "snapshot-not-json": (
        "{file} is not JSON; submit the unmodified output of 'grader snapshot' or 'docker inspect'"
    ),
    "snapshot-cut": "{file} is truncated; submit the complete file",
    "snapshot-other-format": "{file} is not a snapshot in the format {known}",
    "snapshot-other-version": (
        "{file} has the format {found:q}, but this grader reads {known}; create the snapshot "
        "again with this version, or update grader"
    ),
    "snapshot-altered": (
        "{file} was modified or is incomplete; submit the file exactly as grader wrote it"
    ),
    "snapshot-lacks": "{file} is incomplete: {part:q} is missing",
    "snapshot-not-signed": "{file} is not signed, and --verify requires a signature",
    "snapshot-wrong-signature": (
        "{file} was signed with another key, or modified after it was signed"
    ),
    "snapshot-other-lab": (
        "{file} was created for {labs:list}, not for {lab:q}; create one with 'grader snapshot' "
        "and the spec of that lab"
    ),
    "snapshot-not-inspect": "{file} contains neither a snapshot nor the output of 'docker inspect'",
    "snapshot-several": "{file} is a snapshot and must be the only file; remove the others",
    "collected.object": (
        "the submitted files do not include {kind:t} {name:q}: also submit the output of "
        "'docker {kind} inspect {name}', or a snapshot from 'grader snapshot'"
    ),
    "collected.list": (
        "the submitted files do not list all {kind}: submit a snapshot from 'grader snapshot'"
    ),
    "collected.logs": (
        "'docker inspect' does not include logs: submit a snapshot from 'grader snapshot'"
    ),
    "collected.file": (
        "'docker inspect' does not include files: submit a snapshot from 'grader snapshot'"
    ),
    "collected.http": (
        "'docker inspect' does not include HTTP responses: submit a snapshot from 'grader snapshot'"
    ),
    "collected.exec": (
        "'docker inspect' does not include command output: submit a snapshot from 'grader snapshot'"
    ),
    "bad-result": "cannot read the result {file:q}: {reason:m}",
    "other-format": "unknown format {found:q}",
    "result-altered": "it was modified or is incomplete ({what})",
    "output-not-written": "cannot write to standard output: {reason:m}",
    "report-through-link": (
        "will not write {path:q} through the symbolic link {link:q}; "
        "remove the link, or give the absolute path of the target"
    ),
    "report-not-written": "cannot write the report {path:q}: {reason:m}",
    "interrupted": "interrupted",
    "internal-error": (
        "internal error {id}: {kind}: {text}\n"
        "this is a bug in grader; report it with the output of: GRADER_DEBUG=1 grader …"
    ),
}

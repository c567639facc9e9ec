"""What went wrong around a run: the command line, the engine, snapshots, reports."""

from __future__ import annotations

TEXTS = {
    # the command line
    "no-specs-in": "there is no *.lab.yaml in {path:q}",
    "same-lab": (
        "two specs have the id {id:q}: {one} and {other}; "
        "give one another id, or name the file once"
    ),
    "output-is-input": "{path:q} is read here, so it is not written over: name another file",
    "spec-ok": "{file}: in order ({checks} checks, {points} points)",
    "demo.engine": "grading the lab override-env on the engine at {endpoint}",
    "demo.recording": (
        "{reason:m}\nthere is no engine to ask, so this grades a recording of the lab override-env"
    ),
    "demo.with-an-engine": "with Docker running, do the lab yourself:{commands}",
    "demo.solution": "do the lab, and look again:{commands}",
    "demo.a-mistake": "make a mistake that students make, and look again:{commands}",
    "demo.next": (
        "the lab is one YAML file: copy {path}, change it, and run 'grader check' with your copy"
    ),
    "bad-var": "{found:q} is not NAME=value",
    "no-secret": "the key file {path:q} cannot be read: {reason:m}",
    "short-secret": (
        "the key file {path:q} holds fewer than {least} bytes; "
        "make one with: openssl rand -hex 32 > {path}"
    ),
    "student-and-secret": "--student and --secret belong together",
    "unknown-format": "there is no report format {found:q}; there are {known:list}",
    "needs-lab-in-path": "{format} holds one lab a file: put {{lab}} into the path {path:q}",
    "needs-environment": "{format} needs these environment variables: {names:list}",
    "no-score-to-report": (
        "{format} is not written for {lab}: something could not be observed, so there is no score"
    ),
    "same-path": (
        "two reports would be written to {path:q}: give one another path, --report FORMAT:PATH"
    ),
    "only-with": "{one} is of use only with {other}",
    "not-with": "{one} and {other} cannot be used together",
    # finding the engine
    "no-engine": "no engine answers at {endpoint}: {reason:m}",
    "not-an-engine": "what answers there is no engine (status {status})",
    "no-api-named": "it does not say which API it speaks",
    "no-engine.next": (
        "start Docker, or name another engine with --host, --context or DOCKER_HOST; "
        "to find out why: grader doctor"
    ),
    "no-context.next": "see 'docker context ls' for those that exist; more: grader doctor",
    "no-permission": "the engine at {endpoint} may not be asked: permission denied",
    "no-context": "there is no Docker context {name:q} (from {origin})",
    "bad-config": (
        "{name}, which says which engine is used, cannot be read: {reason:m}; "
        "mend it, or name the engine with --host"
    ),
    "bad-context": "the Docker context {name:q} cannot be used: {reason:m}",
    "bad-endpoint": "{endpoint:q} is not an engine's address: {reason:m}",
    "bad-http-host": (
        "--http-host takes a name or an address alone, such as 192.168.0.5, and not {found:q}"
    ),
    "no-scheme": "it begins with one of {schemes:list}",
    "no-tls-file": "TLS needs the file {file:q}, which is not there",
    "tls-not-trusted": "its certificate is not trusted here ({text})",
    "tls-refused": "it does not accept our certificate ({text})",
    "tls-failed": "TLS did not come about ({text})",
    "no-ssh-address": "it is not ssh://[user@]host[:port][/path/of/the.sock]",
    "ssh-not-started": "{program:q} cannot be started: {why:m}",
    "ssh-timed-out": "ssh did not connect within {seconds} s",
    "ssh-said": "ssh says: {text}",
    "ssh-ended": "ssh ended with status {status} and said nothing",
    "engine-too-old": (
        "the engine at {endpoint} speaks API {api}; 1.41 (Docker 20.10) is the oldest that is read"
    ),
    # asking the engine
    "timed-out": "the engine did not answer within {seconds} s",
    "silent": "the engine said nothing for a while",
    "stream-ended": "the engine ended the stream of events",
    "connection-lost": "the connection to the engine broke off: {reason:m}",
    "engine-refused": "the engine answered {status}: {text}",
    "answer-too-large": "the engine's answer is larger than {limit}",
    "answer-not-json": "the engine's answer is not JSON",
    "too-many-secrets": (
        "it holds so many values that look secret that they cannot be taken out in time"
    ),
    "run-timed-out": "the time for the whole run was over",
    "archive-unreadable": "what the engine sent of {path} is not a whole archive",
    "logs-unreadable": "the logs cannot be read: {text}",
    "permission-denied": "the engine denies it: {text:t}",
    "exec-not-allowed": (
        "this check runs a command in the container; allow that with --allow-exec"
    ),
    "method-not-allowed": "{method} may change something; allow that with --allow-exec",
    "http.no-host": "it is not known on which host published ports of {endpoint} are: --http-host",
    "http.no-connection": "no connection to {host}:{port} in time",
    "http.loopback": "the port is open only on the engine's own machine, not from here",
    "http.other-host": "{host} is not the engine's own host",
    # snapshots and reports
    "snapshot-unreadable": "{file} cannot be read: {reason:m}",
    "snapshot-too-large": "{file} is larger than {limit} MiB: it is no snapshot",
    "snapshot-empty": "{file} is empty: take the snapshot again",
    "snapshot-not-json": (
        "{file} is not JSON: hand in what 'grader snapshot' or 'docker inspect' wrote, as it is"
    ),
    "snapshot-cut": "{file} ends in the middle: it was cut, so hand it in again",
    "snapshot-other-format": "{file} is not a snapshot of the format {known}",
    "snapshot-other-version": (
        "{file} has the format {found:q}, and this grader reads {known}: "
        "take it again with this grader, or update this one"
    ),
    "snapshot-altered": (
        "{file} was altered after it was taken, or is not whole: hand it in as it was written"
    ),
    "snapshot-lacks": "{file} is not whole: {part:q} is missing",
    "snapshot-not-signed": "{file} is not signed, and --verify asks for it",
    "snapshot-wrong-signature": (
        "{file} was signed with another key, or altered after it was signed"
    ),
    "snapshot-other-lab": (
        "{file} was taken for {labs:list}, not for {lab:q}: "
        "take one with 'grader snapshot' and that lab's spec"
    ),
    "snapshot-not-inspect": (
        "{file} holds something that is neither a snapshot nor what 'docker inspect' writes"
    ),
    "snapshot-several": "{file} is a snapshot and stands alone; give the other files without it",
    "collected.object": (
        "the files handed in do not hold {kind:t} {name:q}: hand in the output of "
        "'docker {kind} inspect {name}' besides, or what 'grader snapshot' writes"
    ),
    "collected.list": (
        "the files handed in do not say which {kind} there are: "
        "hand in what 'grader snapshot' writes"
    ),
    "collected.logs": (
        "'docker inspect' does not tell logs: hand in what 'grader snapshot' writes"
    ),
    "collected.file": (
        "'docker inspect' does not tell files: hand in what 'grader snapshot' writes"
    ),
    "collected.http": (
        "'docker inspect' does not tell what HTTP answers: hand in what 'grader snapshot' writes"
    ),
    "collected.exec": (
        "'docker inspect' does not tell what a command says: hand in what 'grader snapshot' writes"
    ),
    "bad-result": "the result {file:q} cannot be read: {reason:m}",
    "other-format": "it is of the format {found:q}, which is not known",
    "result-altered": "it was altered or is not whole ({what})",
    "output-not-written": "what was found could not be written to the output: {reason:m}",
    "report-not-written": "the report {path:q} could not be written: {reason:m}",
    "interrupted": "interrupted",
}

"""One student graded: a job in, an entry out. Whatever happens, an entry comes out.

A job and an entry are data, so that this runs in a thread, in a process or on another machine.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.classroom.entry import Entry, Evidence, Traces, dump
from grader.classroom.file_names import file_name
from grader.classroom.shared_engine import Part
from grader.engine.deadline import within
from grader.engine.transport import NoReplyError
from grader.errors import GraderError, SnapshotError
from grader.judge import judge
from grader.model.message import message
from grader.model.snapshot import Found

if TYPE_CHECKING:
    from grader.classroom.class_spec import SpecText, Variables
    from grader.classroom.student import Source
    from grader.engine.connection import Engine
    from grader.model.lab import Lab
    from grader.model.message import Message
    from grader.model.result import Outcome
    from grader.model.snapshot import Snapshot

SNAPSHOTS = "snapshots"
GRACE = 1.0  # seconds that judging may take beyond the deadline of asking


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a request and a student may take, what may be done, what must be signed."""

    request: float = 10.0
    student: float = 60.0
    allow_exec: bool = False
    http_host: str | None = None
    verify: bytes | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """All that is needed to grade one student.

    `key` names what was asked for, so that another source or value is seen to be another job.
    `base` is what relative paths start from. `host` and `context` are the engine that the class
    shares, for who has none of one's own. `evidence` is set when a snapshot that was judged
    before is judged again: it must still be the same.
    """

    student: str
    key: str
    spec: SpecText
    variables: Variables
    source: Source
    base: str
    limits: Limits
    host: str | None = None
    context: str | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Graded:
    """What a job comes to: a line for the record, and the snapshot if it was taken now."""

    student: str
    outcome: Outcome
    line: str
    snapshot: str | None = None


def grade(job: Job) -> Graded:
    """Grade one student; never raises, and ends soon after the deadline."""
    try:
        return within(job.limits.student + GRACE, lambda: _grade(job))
    except NoReplyError:
        return ungraded(job, message("student-timed-out", seconds=round(job.limits.student, 1)))
    except GraderError as wrong:
        return ungraded(job, wrong.message)
    except Exception as wrong:  # noqa: BLE001 - no student may stop the class
        kind, text = type(wrong).__name__, str(wrong)[:300]
        return ungraded(job, message("student-crashed", kind=kind, text=text))


def ungraded(job: Job, reason: Message) -> Graded:
    """Write down that a student could not be graded, and why."""
    entry = Entry(job.student, job.key, reason=reason, evidence=job.evidence)
    return Graded(job.student, entry.outcome, dump(entry))


def _grade(job: Job) -> Graded:
    lab = job.spec.lab(job.variables)
    text = None
    if job.evidence is not None or job.source.snapshot is not None:
        snapshot, evidence = _handed_in(job, lab)
    else:
        snapshot, text = _taken(job, lab)
        evidence = Evidence(taken_name(job.student), _digest(text.encode()), taken=True)
    entry = Entry(
        student=job.student,
        key=job.key,
        result=judge(lab, replace(snapshot, student=job.student)),
        evidence=evidence,
        traces=_traces(job, snapshot),
    )
    return Graded(job.student, entry.outcome, dump(entry), text)


def taken_name(student: str) -> str:
    """Name the file of a snapshot that was taken, inside the folder of the class."""
    return f"{SNAPSHOTS}/{file_name(student)}.json"


def _handed_in(job: Job, lab: Lab) -> tuple[Snapshot, Evidence]:
    """Read what a student handed in, or what was judged before: then it must be the same."""
    from grader.observation import submissions

    before = job.evidence
    name = before.path if before else job.source.snapshot or ""
    path = Path(job.base, name)
    # What was taken by us is known by its hash; only what comes from elsewhere bears a signature.
    key = None if before and before.taken else job.limits.verify
    snapshot = submissions.read([path], [lab], key)
    digest = _digest(path.read_bytes())
    if before and digest != before.sha256:
        raise SnapshotError("snapshot-changed", file=name)
    return snapshot, before or Evidence(name, digest)


def _taken(job: Job, lab: Lab) -> tuple[Snapshot, str]:
    """Ask the student's engine; what is seen is kept, so that it can be judged again."""
    from grader.engine.event_pause import hearing
    from grader.engine.session import Asking
    from grader.observation.minimize import without_foreign
    from grader.observation.observer import Observer
    from grader.storage import snapshot_file

    engine = open_for(job)
    try:
        asking = Asking(engine, allow_exec=job.limits.allow_exec)
        own = Part(asking, job.source.prefix or "", job.source.label or "")
        ask = own if job.source.shared else asking
        # Thorough: a spec that is fixed later may look at what is skipped now.
        observer = Observer(ask, engine.facts, seconds=job.limits.student, thorough=True)
        observer.listen = partial(hearing, engine)
        seen = without_foreign(observer.observe([lab]), [lab])
        snapshot = replace(seen, student=job.student)
    finally:
        engine.close()
    return snapshot, snapshot_file.dump(snapshot)


def open_for(job: Job) -> Engine:
    """Reach the engine of a job."""
    from grader.engine.connection import identify
    from grader.engine.endpoint import resolve, tls_in
    from grader.engine.session import open_engine

    source = job.source
    if source.host or source.context:
        endpoint = resolve(source.host, source.context, os.environ)
    else:
        endpoint = resolve(job.host, job.context, os.environ)
    if source.tls:
        endpoint = replace(endpoint, tls=tls_in(Path(job.base, source.tls), endpoint.url))
    limits = job.limits
    seconds = min(limits.request, limits.student)
    return identify(open_engine(endpoint, seconds=seconds, http_host=limits.http_host))


def _traces(job: Job, snapshot: Snapshot) -> Traces:
    """Note what would be the same if one student's work were another's."""
    containers = {
        str(answer.document["Id"])
        for question, answer in snapshot.answers.items()
        if question.kind == "container" and isinstance(answer, Found) and _has_id(answer.document)
    }
    engine = snapshot.engine.id if snapshot.engine and not job.source.shared else None
    claimed = snapshot.student if snapshot.student != job.student else None
    return Traces(tuple(sorted(containers)), engine, claimed)


def _has_id(document: Any) -> bool:
    return isinstance(document, dict) and isinstance(document.get("Id"), str)


def _digest(source: bytes) -> str:
    return hashlib.sha256(source).hexdigest()

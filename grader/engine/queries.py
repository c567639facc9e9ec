"""Questions into answers: one function a kind of question, one line in `ASKING`."""

from __future__ import annotations

import time
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING
from urllib.parse import quote

from grader.engine.transport import NoReplyError
from grader.model.json_reader import parse
from grader.model.message import message
from grader.model.snapshot import ABSENT, Answer, Found, Question, Unanswered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from grader.engine.connection import Engine
    from grader.engine.transport import Reply
    from grader.model.message import Message

    Ask = Callable[[Engine, Question], Answer]

PODMAN = "podman"
LISTS = {
    "containers": ("/containers/json", {"all": "true"}),
    "images": ("/images/json", {}),
    "networks": ("/networks", {}),
    "volumes": ("/volumes", {}),
}
PROBES_AT_ONCE = 8
OK, DENIED, NOT_FOUND = 200, (401, 403), 404


def ask(
    engine: Engine, questions: Iterable[Question], *, allow_exec: bool, seconds: float
) -> dict[Question, Answer]:
    """Ask each question once, all within `seconds`; one that fails is answered with its reason."""
    engine = replace(engine, until=time.monotonic() + seconds, allow_exec=allow_exec)

    def one(question: Question) -> Answer:
        try:
            engine.left()
            return ASKING[question.kind](engine, question)
        except NoReplyError as none:
            return Unanswered(none.reason)

    questions = list(questions)
    # Ports of containers are asked side by side in any case: each may be silent for long.
    probes = [q for q in questions if q.kind == "http"]
    others = [q for q in questions if q.kind != "http"]
    return _all(one, others, engine.transport.parallel) | _all(one, probes, PROBES_AT_ONCE)


def _all(
    one: Callable[[Question], Answer], questions: list[Question], at_once: int
) -> dict[Question, Answer]:
    if at_once == 1 or len(questions) <= 1:
        return {question: one(question) for question in questions}
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(at_once) as pool:
        return dict(zip(questions, pool.map(one, questions), strict=True))


def _in_module(name: str) -> Ask:
    """Ask by a module that is imported when it is needed: most labs need none of them."""

    def ask_there(engine: Engine, question: Question) -> Answer:
        answer: Answer = import_module(f"grader.engine.{name}").ask(engine, question)
        return answer

    return ask_there


def _ask_object(path: str) -> Ask:
    def ask_object(engine: Engine, question: Question) -> Answer:
        reply = engine.get(path.format(quote(question.key, safe="/:@")))
        return document_of(reply, dict)

    return ask_object


def _ask_image(engine: Engine, question: Question) -> Answer:
    """Ask for an image; its health check Podman tells only in an API of its own [5.8]."""
    found = _ask_object("/images/{}/json")(engine, question)
    if engine.facts.kind != PODMAN or not isinstance(found, Found):
        return found
    own = _ask_object("/libpod/images/{}/json")(engine, question)
    if isinstance(own, Found) and own.document.get("Healthcheck"):
        config = found.document.get("Config") or {}
        healthcheck = {"Healthcheck": own.document["Healthcheck"]}
        return Found({**found.document, "Config": {**healthcheck, **config}})
    return found if isinstance(own, Found) else own


def _ask_list(engine: Engine, question: Question) -> Answer:
    path, query = LISTS[question.key]
    reply = engine.get(path, query)
    if reply.status == NOT_FOUND:  # an engine that lists nothing says so with an empty list
        return Unanswered(refusal(reply))
    found = document_of(reply, dict if question.key == "volumes" else list)
    if isinstance(found, Found):
        listed = found.document
        items = (listed.get("Volumes") or []) if isinstance(listed, dict) else listed
        if not isinstance(items, list):
            return Unanswered(message("answer-not-json"))
        return Found([item for item in items if isinstance(item, dict)])
    return found


def document_of(reply: Reply, kind: type) -> Answer:
    """Read a JSON answer: 404 is absent, all else but 200 is a reason."""
    if reply.status == NOT_FOUND:
        return ABSENT
    if reply.status != OK:
        return Unanswered(refusal(reply))
    if reply.cut:
        return Unanswered(message("answer-too-large", limit="16 MiB"))
    try:
        document = parse(reply.body)
    except ValueError:
        return Unanswered(message("answer-not-json"))
    if not isinstance(document, kind):
        return Unanswered(message("answer-not-json"))
    return Found(document)


def refusal(reply: Reply) -> Message:
    """Make a message of a refusal."""
    if reply.status in DENIED:
        return message("permission-denied", text=said(reply))
    return message("engine-refused", status=reply.status, text=said(reply))


def said(reply: Reply) -> str:
    """Return what an engine said when it refused: its message, else how its page begins."""
    try:
        text = str(parse(reply.body)["message"])
    except (ValueError, TypeError, LookupError):
        text = reply.body[:200].decode("utf-8", errors="replace")
    return text[:500]


ASKING: dict[str, Ask] = {
    "container": _ask_object("/containers/{}/json"),
    "image": _ask_image,
    "network": _ask_object("/networks/{}"),
    "volume": _ask_object("/volumes/{}"),
    "list": _ask_list,
    "logs": _in_module("logs"),
    "file": _in_module("archive"),
    "http": _in_module("http_probe"),
    "exec": _in_module("exec"),
}

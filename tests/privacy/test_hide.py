"""Secrets are in no kept snapshot and in no result; names and what specs compare stay visible."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from grader.fields.reading import REDACTED
from grader.formats import FORMATS
from grader.formats.base import Style
from grader.judge import judge
from grader.labspec.loader import load_bytes
from grader.messages import verdicts
from grader.model.result import Outcome
from grader.model.snapshot import Compared, Found, Question, Snapshot
from grader.privacy.compared import compared
from grader.privacy.hide import VALUES, hide_answers
from grader.storage import snapshot_file

if TYPE_CHECKING:
    from grader.model.lab import Lab

# Parameters of messages that hold names, counts, states, or what the spec itself says.
NO_VALUES = frozenset(
    "allowed checks code count endpoint expected field forbidden given image kind limit missing "
    "name names of path pattern port state target used variable wanted what".split()
)
IMAGE_ID = "sha256:" + "a" * 64


def container(*env: str, **more: Any) -> dict[str, Any]:
    config = {"Image": "postgres:16", "Env": list(env), "Labels": {}, "Cmd": ["run"], **more}
    return {
        "Id": "c" * 64, "Name": "/db", "Image": IMAGE_ID, "RestartCount": 0, "Mounts": [],
        "State": {"Status": "running", "StartedAt": "2026-01-31T09:00:00Z"}, "Config": config,
        "HostConfig": {"NetworkMode": "default"},
        "NetworkSettings": {"Networks": {"postgres": {}}, "Ports": {}},
    }  # fmt: skip


def image(*env: str) -> dict[str, Any]:
    return {
        "Id": IMAGE_ID, "RepoTags": ["postgres:16"], "RepoDigests": [],
        "Config": {"Env": list(env), "Cmd": ["run"]}, "RootFS": {"Layers": []},
    }  # fmt: skip


def lab_of(expect: str) -> Lab:
    spec = f"version: 1\nlab: x\nchecks:\n  - id: one\n    container: db\n    expect: {expect}\n"
    return load_bytes(spec.encode(), "x.lab.yaml")


def seen(lab: Lab, document: dict[str, Any], of: dict[str, Any] | None = None) -> Snapshot:
    answers = {Question("container", "db"): Found(document)}
    answers[Question("image", IMAGE_ID)] = Found(of or image())
    moment = datetime(2026, 1, 31, tzinfo=UTC)
    return Snapshot(answers, moment, labs={lab.id: lab.sha256}, compared=compared([lab]))


def hidden(document: dict[str, Any], compared_: Compared | None = None) -> Any:
    question = Question("container", "db")
    answer = hide_answers({question: Found(document)}, compared_)[question]
    assert isinstance(answer, Found)
    return answer.document


def replayed(snapshot: Snapshot) -> Snapshot:
    return snapshot_file.load(json.loads(snapshot_file.dump(snapshot)))


def test_a_password_is_hidden_and_no_name_is() -> None:
    document = container("POSTGRES_PASSWORD=postgres", Labels={"com.docker.compose.project": "db"})
    document["Config"]["Cmd"] = ["echo", "postgres"]
    left = hidden(document)
    assert left["Config"]["Image"] == "postgres:16"
    assert left["NetworkSettings"] == document["NetworkSettings"]
    assert left["Config"]["Labels"] == document["Config"]["Labels"]
    assert REDACTED.fullmatch(left["Config"]["Env"][0].partition("=")[2])
    assert REDACTED.fullmatch(left["Config"]["Cmd"][1]), "the same value in a command is hidden"


@pytest.mark.parametrize(
    "more",
    [
        {"Cmd": ["login", "hunter22"]},
        {"Entrypoint": ["sh", "-c", "login hunter22"]},
        {"Labels": {"note": "use hunter22"}},
        {"Healthcheck": {"Test": ["CMD", "ping", "hunter22"]}},
    ],
)
def test_a_secret_is_hidden_wherever_the_container_repeats_it(more: dict[str, Any]) -> None:
    assert "hunter22" not in repr(hidden(container("DB_PASSWORD=hunter22", **more)))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("Path",), "hunter22"),
        (("Args",), ["hunter22"]),
        (("State", "Error"), "cannot log in with hunter22"),
        (("State", "Health"), {"Log": [{"Output": "hunter22"}]}),
        (("HostConfig", "LogConfig"), {"Config": {"splunk-token": "hunter22"}}),
    ],
)
def test_places_that_no_field_reads_are_covered(path: tuple[str, ...], value: Any) -> None:
    document = container("DB_PASSWORD=hunter22")
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    assert "hunter22" not in repr(hidden(document))


def test_no_end_of_a_longer_secret_is_left() -> None:
    document = container("A_TOKEN=abcd1234", "B_SECRET=abcd1234WXYZ", Cmd=["x abcd1234WXYZ"])
    assert "WXYZ" not in repr(hidden(document))


def test_the_document_itself_is_not_touched() -> None:
    document = container("TOKEN=hunter22")
    before = json.dumps(document)
    hidden(document)
    assert json.dumps(document) == before


def test_equal_values_have_equal_marks_in_one_snapshot_and_others_in_the_next() -> None:
    document = container("A_TOKEN=hunter22", "B_TOKEN=hunter22", "C_TOKEN=other")
    one, two, three = (e.partition("=")[2] for e in hidden(document)["Config"]["Env"])
    assert one == two != three
    assert one != hidden(document)["Config"]["Env"][0].partition("=")[2]


def test_what_a_spec_compares_is_kept() -> None:
    lab = lab_of("{ environment: { DB_PASSWORD: example-1, API_TOKEN: { present: true } } }")
    left = repr(hidden(container("DB_PASSWORD=example-1", "API_TOKEN=hunter22"), compared([lab])))
    assert "example-1" in left
    assert "hunter22" not in left


def test_a_result_shows_no_secret_and_its_verdict_is_the_same() -> None:
    lab = lab_of("{ environment: { API_TOKEN: { absent: true } }, command: [serve] }")
    snapshot = seen(lab, container("API_TOKEN=hunter22", Cmd=["serve", "--token", "other-1"]))
    result = judge(lab, snapshot)
    assert result.outcome is Outcome.FAILED
    for name in ("text", "json", "html", "markdown", "junit"):
        report = FORMATS[name].render(result, Style())
        assert "hunter22" not in report, name


def test_names_in_a_result_are_never_hidden() -> None:
    lab = lab_of("{ image: 'postgres:17', networks: [other] }")
    result = judge(lab, seen(lab, container("POSTGRES_PASSWORD=postgres")))
    report = FORMATS["text"].render(result, Style())
    assert "postgres:16" in report
    assert "redacted" not in report


EXPECTATIONS = [
    "{ environment: { DB_PASSWORD: { present: true } } }",
    "{ environment: { DB_PASSWORD: { absent: true } } }",
    "{ environment: { DB_PASSWORD: { source: inherited } } }",
    "{ environment: { DB_PASSWORD: { source: overridden } } }",
    "{ environment: { COLOR: { source: overridden } } }",
    "{ environment: { COLOR: { source: inherited } } }",
    "{ environment: { COLOR: { matches: '^.{12,}$' } } }",
    "{ environment: { OTHER: { absent: true } } }",
    "{ command: { source: inherited } }",
    "{ command: { contains: [run] } }",
    "{ networks: [postgres] }",
    "{ image: 'postgres:16' }",
]


@pytest.mark.parametrize("expect", EXPECTATIONS)
@pytest.mark.parametrize("word", ["crimson", "postgres", "run", "db", "x"])
def test_a_kept_snapshot_gives_the_live_verdict_or_an_error(expect: str, word: str) -> None:
    lab = lab_of(expect)
    for env in ([f"DB_PASSWORD={word}", f"COLOR={word}"], ["COLOR=crimson", f"A_TOKEN={word}"]):
        snapshot = seen(lab, container(*env), image(f"COLOR={word}"))
        live = judge(lab, snapshot).outcome
        assert judge(lab, replayed(snapshot)).outcome in (live, Outcome.ERROR)


NO_CHECK = {"Healthcheck": {"Test": ["NONE"]}}
IN_SHELL = {"Healthcheck": {"Test": ["CMD-SHELL", "x"]}}


@pytest.mark.parametrize(
    ("word", "expect", "more"),
    [
        ("NONE", "{ healthcheck: { absent: true } }", NO_CHECK),
        ("NONE", "{ healthcheck: { present: true } }", NO_CHECK),
        ("NONE", "{ health: none }", NO_CHECK),
        ("CMD-SHELL", "{ healthcheck: { present: true } }", IN_SHELL),
        ("SHELL", "{ healthcheck: { source: overridden } }", IN_SHELL),
        ("tmpfs", "{ tmpfs: [/run] }", {}),
        ("tmpfs", "{ tmpfs: { present: true } }", {}),
        ("json-file", "{ logging: { present: true } }", {}),
        ("PATH", "{ environment: { DEBUG: { absent: true } } }", {}),
        ("role", "{ labels: { team: { absent: true } } }", {"Labels": {"role": "web"}}),
        ("run", "{ command: { source: inherited } }", {}),
        ("run", "{ command: { source: inherited } }", {"Cmd": ["serve", "run"]}),
        ("run", "{ command: { source: overridden } }", {"Cmd": ["serve"]}),
    ],
)  # fmt: skip
def test_words_of_the_engine_s_own_formats_can_be_secrets(
    word: str, expect: str, more: dict[str, Any]
) -> None:
    """A password may be any word. The kept snapshot decides as before, whatever it is."""
    lab = lab_of(expect)
    document = container("PATH=/bin", f"X_TOKEN={word}", **more)
    document["State"]["Status"] = "exited"
    document["HostConfig"]["Mounts"] = [{"Type": "tmpfs", "Target": "/run"}]
    document["HostConfig"]["LogConfig"] = {"Type": "json-file", "Config": {}}
    snapshot = seen(lab, document, image("PATH=/bin"))
    assert judge(lab, replayed(snapshot)).outcome is judge(lab, snapshot).outcome


def test_what_is_no_text_stays_in_a_list_of_variables() -> None:
    """What an engine does not write is unreadable live, and on the kept snapshot too."""
    document = container("A=b")
    document["Config"]["Env"].append(7)
    assert hidden(document)["Config"]["Env"] == ["A=b", 7]


def reports(lab: Lab, *answers: tuple[Question, Any]) -> str:
    """The report and the kept snapshot of some answers."""
    moment = datetime(2026, 1, 31, tzinfo=UTC)
    found = {question: Found(document) for question, document in answers}
    snapshot = Snapshot(found, moment, labs={lab.id: lab.sha256}, compared=compared([lab]))
    return FORMATS["json"].render(judge(lab, snapshot), Style()) + snapshot_file.dump(snapshot)


def the_set(document: dict[str, Any]) -> list[tuple[Question, Any]]:
    entry = {"Id": document["Id"], "Names": [document["Name"]], "Command": "serve", "Labels": {}}
    found = [(Question("list", "containers"), [entry]), (Question("container", "c" * 64), document)]
    return [*found, (Question("image", IMAGE_ID), image())]


def checks_of(text: str) -> Lab:
    return load_bytes(f"version: 1\nlab: x\nchecks: [{text}]\n".encode(), "x.lab.yaml")


@pytest.mark.parametrize(
    "expect",
    [
        "expect: { each: { environment: { API_TOKEN: { absent: true } } } }",
        "expect: { each: { environment: { API_TOKEN: { source: inherited } } } }",
        "expect: { each: { command: { source: inherited } } }",
    ],
)
def test_a_set_shows_no_secret_of_its_members(expect: str) -> None:
    document = container("API_TOKEN=pw1", Cmd=["serve", "--token", "pw1"])
    lab = checks_of(f"{{ id: one, containers: {{}}, {expect} }}")
    assert "pw1" not in reports(lab, *the_set(document))


def test_a_set_shows_no_secret_of_what_is_nearly_a_member() -> None:
    selector = "environment: { API_TOKEN: { absent: true } }"
    lab = checks_of(f"{{ id: one, containers: {{ {selector} }}, expect: {{ count: 1 }} }}")
    assert "pw1" not in reports(lab, *the_set(container("API_TOKEN=pw1")))


@pytest.mark.parametrize("word", ["-eDB_PASSWORD=pw1", "--env=DB_PASSWORD=pw1", "--env"])
def test_a_likely_cause_shows_no_secret(word: str) -> None:
    """Options behind the image's name became the command, values included."""
    lab = lab_of("{ command: [run], state: running }")
    document = container(Cmd=[word, "DB_PASSWORD=pw1"])
    report = FORMATS["json"].render(judge(lab, seen(lab, document)), Style())
    assert "cause.option-became-command" in report
    notes = [note for check in json.loads(report)["checks"] for note in check["notes"]]
    assert "pw1" not in json.dumps(notes)


def test_an_answer_is_kept_only_where_it_is_compared() -> None:
    """Of a port of which only the status is compared, the body is kept without its secrets."""
    said = {"status": 200, "headers": {"Set-Cookie": "sid=pw1", "X-Token": "pw1"}, "cut": False}
    request = {"method": "GET", "headers": {}, "timeout": 5.0, "url": "http://127.0.0.1/"}
    answer = (Question.of("http", **request), {**said, "body": "password=pw1"})
    target = "id: one, http: { url: http://127.0.0.1/ }"
    assert "pw1" not in reports(checks_of(f"{{ {target}, expect: {{ status: 200 }} }}"), answer)
    compared_ = checks_of(f"{{ {target}, expect: {{ body: {{ contains: password }} }} }}")
    assert "password=pw1" in reports(compared_, answer)


def test_a_log_or_a_file_is_kept_only_where_it_is_compared() -> None:
    document = container()
    log = Question.of("logs", container="c" * 64, tty=False)
    file = Question.of("file", container="c" * 64, path="/etc/x", content=True, follow=True)
    stat = {"type": "file", "mode": "644", "owner": "0:0", "size": 1, "text": "token: pw1"}
    answers = [
        (Question("container", "db"), document), (log, {"text": "token=pw1", "cut": False}),
        (file, stat),
    ]  # fmt: skip
    asked = lab_of("{ logs: { present: true }, files: { /etc/x: { owner: '0:0' } } }")
    assert "pw1" not in reports(asked, *answers)
    asked = lab_of("{ logs: { contains: token }, files: { /etc/x: { contains: token } } }")
    left = reports(asked, *answers)
    assert "token=pw1" in left
    assert "token: pw1" in left


def test_every_parameter_of_a_message_is_known_to_hold_values_or_none() -> None:
    """A new parameter does not show secrets only because nobody thought of it."""
    used = {name for text in verdicts.TEXTS.values() for name in re.findall(r"{(\w+)", text)}
    assert used <= VALUES | NO_VALUES
    assert not VALUES & NO_VALUES


MARK = "<redacted:0123456789abcdef>"


@pytest.mark.parametrize(
    "expect",
    [
        "{ environment: { COLOR: crimson } }",
        "{ environment: { COLOR: { not: crimson } } }",
        "{ environment: { COLOR: { one_of: [a, b] } } }",
        "{ environment: { COLOR: { matches: '^.{12,}$' } } }",
        "{ environment: { COLOR: { matches: 'redacted' } } }",
        "{ environment: { COLOR: { contains: 'redacted' } } }",
        "{ environment: { COLOR: { not: { contains: 'red' } } } }",
        "{ environment: { COLOR: { source: overridden } } }",
        "{ environment: { COLOR: { source: inherited } } }",
    ],
)
def test_a_hidden_value_is_undecided_for_every_matcher(expect: str) -> None:
    """In a snapshot written before, a student's variable could hide any value."""
    lab = lab_of(expect)
    snapshot = seen(lab, container(f"COLOR={MARK}"), image("COLOR=crimson"))
    assert judge(lab, snapshot).outcome is Outcome.ERROR


@pytest.mark.parametrize("word", ["present", "absent"])
def test_a_hidden_key_is_undecided(word: str) -> None:
    lab = lab_of(f"{{ environment: {{ COLOR: {{ {word}: true }} }} }}")
    assert judge(lab, seen(lab, container(f"{MARK}=x"))).outcome is Outcome.ERROR


@pytest.mark.parametrize("expect", ["{ absent: true }", "{ state: running }"])
def test_a_hidden_name_is_undecided(expect: str) -> None:
    lab = lab_of(expect)
    document = {**container(), "Name": f"/{MARK}"}
    assert judge(lab, seen(lab, document)).outcome is Outcome.ERROR


def test_a_sure_failure_decides_beside_a_hidden_value() -> None:
    """`matches` cannot be decided; a hidden value is surely not empty."""
    lab = lab_of("{ environment: { COLOR: { matches: blue, empty: true } } }")
    assert judge(lab, seen(lab, container(f"COLOR={MARK}"))).outcome is Outcome.FAILED


def test_what_was_skipped_after_an_error_is_as_open_as_that_one() -> None:
    spec = b"""
version: 1
lab: x
checks:
  - { id: one, points: 2, container: db, expect: { environment: { COLOR: crimson } } }
  - { id: two, points: 3, requires: [one], container: db, expect: { state: running } }
"""
    lab = load_bytes(spec, "x.lab.yaml")
    result = judge(lab, seen(lab, container(f"COLOR={MARK}")))
    assert [check.outcome for check in result.checks] == [Outcome.ERROR, Outcome.SKIPPED]
    assert result.points_open == 5
    assert result.score is None

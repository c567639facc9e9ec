"""Secrets are in no kept snapshot and in no result; names and what specs compare stay visible."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from grader.fields.reading import REDACTED
from grader.formats import FORMATS
from grader.formats.base import Style
from grader.judge import judge
from grader.labspec.loader import load_bytes
from grader.model.result import Outcome
from grader.model.snapshot import Compared, Found, Question, Snapshot
from grader.privacy.compared import compared
from grader.privacy.hide import hide_answers
from grader.storage import snapshot_file

if TYPE_CHECKING:
    from grader.model.lab import Lab

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

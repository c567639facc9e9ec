"""Secrets leave no engine's answer, wherever they stand; what a spec compares is kept."""

from __future__ import annotations

import pytest

from grader.engine.compared import Compared, compared
from grader.engine.redact import Redactor, TooMuchError
from grader.spec.loader import load_bytes


def redacted(document: object, *kept: str) -> str:
    return repr(Redactor(Compared(frozenset(kept))).redact(document))


@pytest.mark.parametrize(
    "document",
    [
        {"Config": {"Env": ["DB_PASSWORD=hunter22"]}},
        {"Config": {"Env": ["API_KEY=hunter22"]}},
        {"Config": {"Env": ["GITHUB_TOKEN=hunter22"]}},
        {"Config": {"Env": ["PGPASSWD=hunter22", "MYSQL_PWD=hunter22"]}},
        {"Config": {"Env": ["URL=postgres://bob:hunter22@db/x"]}},
        {"Config": {"Labels": {"com.example.secret": "hunter22"}}},
        {"Config": {"Cmd": ["app", "--password", "hunter22"]}},
        {"Config": {"Cmd": ["app", "--password=hunter22"]}},
        {"Config": {"Cmd": ["sh", "-c", "login hunter22"], "Env": ["TOKEN=hunter22"]}},
        {"Args": ["hunter22"], "Config": {"Env": ["TOKEN=hunter22"]}},
        [{"Labels": {"auth_key": "hunter22"}}],
    ],
)
def test_what_looks_secret_is_nowhere_in_the_document(document: object) -> None:
    assert "hunter22" in repr(document)
    assert "hunter22" not in redacted(document)


@pytest.mark.parametrize(
    "document",
    [
        {"Config": {"Env": ["COLOR=hunter22", "PASSIVE_MODE=hunter22"]}},
        {"Config": {"Cmd": ["app", "--colour", "hunter22"]}},
        {"Config": {"Env": ["URL=http://db/hunter22"]}},
        {"Config": {"Env": ["PASSWORD="]}},
    ],
)
def test_what_does_not_is_left_as_it_is(document: object) -> None:
    assert redacted(document) == repr(document)


def test_the_document_itself_is_not_touched() -> None:
    document = {"Env": ["TOKEN=hunter22"]}
    Redactor().redact(document)
    assert document == {"Env": ["TOKEN=hunter22"]}


def test_equal_values_have_equal_marks_in_a_run_and_others_in_the_next() -> None:
    redactor = Redactor()
    one, two = (redactor.redact({"Env": [f"TOKEN={v}"]}) for v in ("hunter22", "hunter22"))
    assert one == two
    assert one != redactor.redact({"Env": ["TOKEN=other-one"]})
    assert one != Redactor().redact({"Env": ["TOKEN=hunter22"]})


def test_a_name_whose_value_the_spec_compares_is_kept() -> None:
    spec = """
version: 1
lab: x
checks:
  - id: a
    container: db
    expect:
      environment: { POSTGRES_PASSWORD: example-1, API_TOKEN: { present: true } }
      labels: { secret.one: { one_of: [a, b] } }
"""
    names = compared([load_bytes(spec.encode(), "x.lab.yaml")]).names
    assert names == {"POSTGRES_PASSWORD", "secret.one"}
    document = {"Env": ["POSTGRES_PASSWORD=example-1", "API_TOKEN=hunter22"]}
    assert "example-1" in redacted(document, *names)
    assert "hunter22" not in redacted(document, *names)


def test_a_value_that_is_also_a_key_is_taken_out_there_too() -> None:
    document = {"Env": ["TOKEN=hunter22"], "Networks": {"hunter22": {}}}
    assert "hunter22" not in redacted(document)


def test_what_would_take_too_long_is_refused_at_once() -> None:
    secrets = [f"TOKEN_{n}=value-number-{n}" for n in range(50_000)]
    with pytest.raises(TooMuchError):
        Redactor().redact({"Env": secrets})
    small = [{"Env": secrets[n : n + 5]} for n in range(0, len(secrets), 5)]
    assert "value-number" not in redacted(small)

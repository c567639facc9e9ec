"""`tls` in a roster: real TLS, certificates of a real CA, and a real engine behind it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from grader.cli.main import run
from tests.tls import Authority, door

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engines.lab import LabEngine

SPEC = """
version: 1
lab: behind-tls
checks:
  - id: runs
    points: 10
    container: web
    expect: { state: running, image: nginx }
  - id: colour
    points: 5
    container: web
    expect: { environment: { COLOR: blue } }
"""
LOCAL = "127.0.0.1"
# Whose certificates a student's folder holds, and what is said of it.
TOLD = {
    "ada": "",
    "other-client": "it rejected the client certificate",
    "other-server": "its TLS certificate is not trusted (self-signed certificate",
    "other-name": "its TLS certificate is not trusted (IP address mismatch",
    "no-key": "TLS requires the file",
    "no-tls": "closed before a response",
}


@pytest.mark.engine
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_student_behind_tls_is_graded_and_who_cannot_be_is_told_why(
    lab_engine: LabEngine, tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both sides show certificates: ours is asked for, and theirs is held against the CA.

    That of the roster, whatever the machine trusts besides, as `REQUESTS_CA_BUNDLE` says.
    """
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(Authority(tmp_path / "machine").ca))
    lab_engine.play("docker run -d --name web -e COLOR=bluee nginx")
    (tmp_path / "lab.yaml").write_text(lab_engine.naming.spec(SPEC))
    ours, others = Authority(tmp_path / "ours"), Authority(tmp_path / "others")
    server = ours.give(tmp_path / "server", "an engine", LOCAL)
    elsewhere = ours.give(tmp_path / "elsewhere", "another engine", "192.0.2.1")
    for name in ("ada", "other-name", "no-key"):
        ours.give(tmp_path / name, name)
    (tmp_path / "no-key" / "key.pem").unlink()
    others.give(tmp_path / "other-client", "stranger")
    (tmp_path / "other-client" / "ca.pem").write_bytes(ours.ca.read_bytes())
    ours.give(tmp_path / "other-server", "ada")
    (tmp_path / "other-server" / "ca.pem").write_bytes(others.ca.read_bytes())
    with door(lab_engine.host, server) as host, door(lab_engine.host, elsewhere) as other:
        with (tmp_path / "roster.csv").open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["student", "host", "tls"])
            for name in TOLD:
                at = other if name == "other-name" else host
                rows.writerow([name, at, "" if name == "no-tls" else name])
        command = ["class", str(tmp_path / "lab.yaml"), "--roster", str(tmp_path / "roster.csv")]
        code = run([*command, "-o", str(tmp_path / "out"), "--lang", language])
    assert code == 3
    told = [*csv.reader((tmp_path / "out" / "scores.csv").read_text("utf-8-sig").splitlines())][1:]
    assert {row[0]: row[4] for row in told} == dict.fromkeys(TOLD, "") | {"ada": "10"}
    for row in told:
        if language == "en":
            assert TOLD[row[0]] in row[6], row
        elif row[0] != "ada":
            assert not any(words in row[6] for words in ("its certificate", "closed", "it does"))

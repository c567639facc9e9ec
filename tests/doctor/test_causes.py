"""Each cause over machines that are not here: a case is a file in `cases/`.

`machine` is what was seen of it, `found` the codes of what must be said, cause by cause.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from grader.doctor import CAUSES, diagnose
from grader.doctor.machine import Patient, Socket
from grader.engine.endpoint import Endpoint
from grader.errors import EngineError
from grader.messages import CATALOGUE, say
from grader.model.result import EngineFacts

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))


def patient(machine: dict[str, Any]) -> Patient:
    made: dict[str, Any] = {"kernel": "6.1", "user": "kim", "environ": {}, **machine}
    if "endpoint" in made:
        made["endpoint"] = Endpoint(*made["endpoint"])
    if "error" in made:
        made["error"] = EngineError(made["error"].pop("code"), **made["error"])
    if "socket" in made:
        made["socket"] = Socket(**made["socket"])
    if "facts" in made:
        made["facts"] = EngineFacts(**made["facts"])
    return Patient(**made)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_machine_and_what_is_found(case: Path) -> None:
    told = yaml.safe_load(case.read_text(encoding="utf-8"))
    found = diagnose(patient(told["machine"]))
    assert [[f.cause.code, *(r.code for r in f.remedies)] for f in found] == told["found"]
    for finding in found:
        for said in (finding.cause, *finding.remedies):
            assert say(said), said.code


def test_every_cause_has_a_case_and_every_text_is_said() -> None:
    said = {code for case in CASES for code in _codes(case)}
    real = (Path(__file__).parent / "test_real.py").read_text(encoding="utf-8")
    ours = {code for code in CATALOGUE if code.startswith("doctor.")}
    output = {"doctor.pointer", "doctor.engine", "doctor.none", "doctor.fine", "doctor.works"}
    assert {code for code in ours - said - output if f'"{code}"' not in real} == set()
    assert len(CAUSES) == len(set(CAUSES))


def _codes(case: Path) -> list[str]:
    found = yaml.safe_load(case.read_text(encoding="utf-8"))["found"]
    return [code for finding in found for code in finding]

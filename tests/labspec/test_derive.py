"""Values of a student's own: the same everywhere, another one for each student, lab and name."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import SpecError, UsageError
from grader.labspec.derive import Derivation, Own, read_secret
from grader.labspec.loader import load_bytes

SECRET = b"0123456789abcdef0123456789abcdef"
PORT = Derivation(low=20000, high=29999)
SPEC = """
version: 1
lab: own
vars:
  port: {{ derive: {port} }}
  color: {{ derive: {{ one_of: [blue, green, orange] }} }}
checks:
  - id: web
    container: web
    expect: {{ ports: ["${{port}}:80"], environment: {{ COLOR: "${{color}}" }} }}
"""
PLAIN = SPEC.format(port="{ min: 20000, max: 29999 }")


def test_values_are_those_of_another_machine() -> None:
    """These were computed with `openssl dgst -sha256 -hmac`, not with this code."""
    assert Own(SECRET, "ada").value("own", "port", PORT) == "20332"
    assert Own(SECRET, "김민준").value("own", "port", PORT) == "29678"


def test_a_name_is_the_same_however_its_letters_are_composed() -> None:
    """macOS takes Hangul apart; a value must not depend on who typed the name."""
    apart = unicodedata.normalize("NFD", "김민준")
    assert Own(SECRET, apart).value("own", "port", PORT) == Own(SECRET, "김민준").value(
        "own", "port", PORT
    )


def test_student_lab_name_and_secret_all_count() -> None:
    values = {
        Own(secret, student).value(lab, name, Derivation(low=0, high=2**60))
        for secret in (SECRET, b"another" * 5)
        for student in ("ada", "bob")
        for lab in ("own", "ow")
        for name in ("port", "nport")
    }
    assert len(values) == 16


@given(st.integers(0, 2**256 - 1), st.integers(-5, 5), st.integers(1, 50))
def test_a_value_stays_in_its_range(number: int, low: int, width: int) -> None:
    assert low <= int(Derivation(low=low, high=low + width).pick(number)) <= low + width


def test_every_choice_is_about_as_frequent() -> None:
    colours = Derivation(one_of=("blue", "green", "orange"))
    found = [Own(SECRET, f"s{i}").value("own", "color", colours) for i in range(3000)]
    assert all(900 < found.count(c) < 1100 for c in colours.one_of)


def test_a_lab_takes_the_values_of_its_student() -> None:
    lab = load_bytes(PLAIN.encode(), "own.lab.yaml", own=Own(SECRET, "ada"))
    assert lab.variables["port"] == "20332"
    assert lab.variables["color"] in ("blue", "green", "orange")
    assert lab.derived["port"] == PORT


def test_a_value_given_wins_over_the_derived_one() -> None:
    """A student has no key, but knows the values and checks oneself with them."""
    given_ones = {"port": "8080", "color": "red"}
    assert load_bytes(PLAIN.encode(), "x", given_ones).variables["port"] == "8080"


def test_without_a_student_the_values_are_missing() -> None:
    with pytest.raises(SpecError) as told:
        load_bytes(PLAIN.encode(), "x")
    assert [p.message.code for p in told.value.problems] == ["var-needs-student"] * 2
    load_bytes(PLAIN.encode(), "x", known=False)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("{ min: 20000 }", "not-a-derivation"),
        ("{ min: 5, max: 5 }", "derive-range"),
        ("{ min: 9, max: 5 }", "derive-range"),
        ("{ min: low, max: 5 }", "derive-bound"),
        ("{ min: 1, max: 99999999999999999999 }", "derive-bound"),
        ("{ one_of: [blue] }", "derive-choice"),
        ("{ one_of: [blue, blue] }", "derive-choice"),
        ("{ one_of: [] }", "derive-choice"),
        ("{ one_of: [a, b], min: 1, max: 2 }", "not-a-derivation"),
        ("{ from: 1 }", "unknown-key"),
        ("7", "wrong-shape"),
    ],
)
def test_a_derivation_that_could_not_be_meant_is_refused(written: str, code: str) -> None:
    with pytest.raises(SpecError) as told:
        load_bytes(SPEC.format(port=written).encode(), "x", own=Own(SECRET, "ada"))
    assert code in [p.message.code for p in told.value.problems]


def test_a_key_file_is_long_enough_and_its_line_break_does_not_count(tmp_path: Path) -> None:
    key = tmp_path / "course.key"
    key.write_bytes(SECRET + b"\r\n")
    assert read_secret(key) == SECRET
    key.write_bytes(b"hunter2")
    with pytest.raises(UsageError):
        read_secret(key)
    with pytest.raises(UsageError):
        read_secret(tmp_path / "none")

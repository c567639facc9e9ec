"""Snapshots as files: what is written is read again; what is broken says so, and how to go on."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from grader.cli.main import run
from grader.errors import SnapshotError
from grader.formats import FORMATS
from grader.formats.base import Style
from grader.judge import judge
from grader.messages import say
from grader.model.message import message
from grader.model.snapshot import ABSENT, Answer, Found, Question, Snapshot, Unanswered
from grader.observation import submissions
from grader.storage import snapshot_file
from grader.storage.signing import sealed_text
from tests.observation.recorded import LABS, document, file_of, lab_of, solution, spec

KEY = b"a key of the course, long enough"
SCHEMA = json.loads((Path(__file__).parents[2] / "schemas/snapshot.schema.json").read_text())


def said(wrong: SnapshotError) -> str:
    return say(wrong.message)


def write(folder: Path, source: str | bytes) -> Path:
    path = folder / "handed-in.json"
    path.write_bytes(source.encode() if isinstance(source, str) else source)
    return path


@pytest.mark.parametrize("lab", LABS)
def test_what_is_written_is_read_again(lab: str, tmp_path: Path) -> None:
    """Judged again it gives the same result, to the last field."""
    first = solution(lab)
    again = snapshot_file.read(write(tmp_path, snapshot_file.dump(first)))
    assert again == first
    one, other = (FORMATS["json"].render(judge(lab_of(lab), s), Style()) for s in (first, again))
    assert one == other


@pytest.mark.parametrize("lab", LABS)
def test_a_file_fits_the_schema(lab: str) -> None:
    jsonschema.validate(json.loads(snapshot_file.dump(solution(lab), KEY)), SCHEMA)


def test_every_kind_of_answer_fits_the_schema(tmp_path: Path) -> None:
    answers: dict[Question, Answer] = {
        Question("container", "web"): Found({"Id": "1", "grader.kept": ["image"]}),
        Question("volume", "data"): ABSENT,
        Question("list", "volumes"): Found([{"Name": "data"}]),
        Question.of("logs", container="1", tty=False): Found({"text": "\N{SNOWMAN}", "cut": False}),
        Question.of("exec", container="1"): Unanswered(message("exec-not-allowed")),
    }
    snapshot = Snapshot(answers, datetime(2026, 1, 1, tzinfo=UTC), waited={"web": 0.25})
    text = snapshot_file.dump(snapshot)
    jsonschema.validate(json.loads(text), SCHEMA)
    assert snapshot_file.read(write(tmp_path, text)) == snapshot


def laid_out_anew(text: str) -> str:
    return json.dumps(json.loads(text), sort_keys=True)


def with_other_line_ends(text: str) -> str:
    return text.replace("\n", "\r\n")


def without_the_checksum_of_its_text(text: str) -> str:
    """As older versions wrote it."""
    found = json.loads(text)
    del found["seal"]["text_sha256"]
    return json.dumps(found, indent=1)


@pytest.mark.parametrize(
    "change", [laid_out_anew, with_other_line_ends, without_the_checksum_of_its_text]
)
def test_a_seal_holds_in_any_layout(change: Callable[[str], str], tmp_path: Path) -> None:
    snapshot = solution("clean-up")
    text = change(snapshot_file.dump(snapshot, KEY))
    assert snapshot_file.read(write(tmp_path, text), KEY) == snapshot


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": "grader.snapshot/2"},
        {"answers": {"container": {"web": {"found": {}, "absent": True}}}},
        {"answers": {"network": {"web": {"absent": False}}}},
        {"answers": {"pod": {}}},
        {"engine": {"kind": "docker"}},
        {"secret": "x"},
    ],
)
def test_what_is_no_snapshot_does_not_fit_the_schema(wrong: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**document("clean-up"), **wrong}, SCHEMA)


def cut_in_the_middle(text: str) -> str:
    return text[: len(text) // 2]


def without_its_last_bracket(text: str) -> str:
    return text.rstrip()[:-1]


def with_another_grade(text: str) -> str:
    return text.replace('"COLOR=blue"', '"COLOR=teal"')


def with_something_behind_its_seal(text: str) -> str:
    """JSON lets the last of a name count, and the text before the seal is as it was."""
    return f'{text.rstrip()[:-1].rstrip()},\n "student": "x"\n}}\n'


def with_its_seal_twice(text: str) -> str:
    head, seal = text.rsplit('\n "seal":', 1)
    altered = with_another_grade(head)
    checksum = hashlib.sha256(head.removesuffix(",").encode()).hexdigest()
    return f'{altered}\n "seal": {{"text_sha256": "{checksum}"}},\n "seal":{seal}'


def from_the_future(text: str) -> str:
    return text.replace("grader.snapshot/1", "grader.snapshot/7")


def without_answers(text: str) -> str:
    found = json.loads(text)
    del found["answers"], found["seal"]
    return json.dumps(found)


BROKEN: list[tuple[Callable[[str], str], str]] = [
    (cut_in_the_middle, "{file} is truncated; submit the complete file"),
    (without_its_last_bracket, "{file} is truncated; submit the complete file"),
    (
        with_another_grade,
        "{file} was modified or is incomplete; submit the file exactly as grader wrote it",
    ),
    (
        with_something_behind_its_seal,
        "{file} was modified or is incomplete; submit the file exactly as grader wrote it",
    ),
    (
        with_its_seal_twice,
        "{file} was modified or is incomplete; submit the file exactly as grader wrote it",
    ),
    (
        from_the_future,
        (
            "{file} has the format 'grader.snapshot/7', but this grader reads grader.snapshot/1; "
            "create the snapshot again with this version, or update grader"
        ),
    ),
    (without_answers, "{file} is incomplete: 'answers' is missing"),
    (lambda _: " \n", "{file} is empty; create the snapshot again"),
    (
        lambda _: "<html>",
        "{file} is not JSON; submit the unmodified output of 'grader snapshot' or 'docker inspect'",
    ),
    (
        lambda _: '{"answers": {}}',
        "{file} contains neither a snapshot nor the output of 'docker inspect'",
    ),
]


@pytest.mark.parametrize("key", ["seconds", "waited"])
def test_a_number_out_of_range_is_told(key: str, tmp_path: Path) -> None:
    document = snapshot_file.document(solution("override-env"))
    document[key] = 10**309 if key == "seconds" else {"override-env/image": 10**309}
    path = write(tmp_path, sealed_text(document, None))
    with pytest.raises(SnapshotError, match="snapshot-altered"):
        submissions.read([path], [lab_of("override-env")])


@pytest.mark.parametrize(("spoil", "told"), BROKEN)
def test_a_broken_file_says_so(spoil: Callable[[str], str], told: str, tmp_path: Path) -> None:
    path = write(tmp_path, spoil(snapshot_file.dump(solution("override-env"))))
    with pytest.raises(SnapshotError) as wrong:
        submissions.read([path], [lab_of("override-env")])
    assert said(wrong.value) == told.format(file=path)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError) as wrong:
        submissions.read([tmp_path / "no.json"], [])
    assert said(wrong.value) == f"cannot read {tmp_path / 'no.json'}: No such file or directory"


def test_a_snapshot_of_another_lab_is_refused() -> None:
    with pytest.raises(SnapshotError) as wrong:
        submissions.read([file_of("clean-up")], [lab_of("override-env")])
    assert said(wrong.value) == (
        f"{file_of('clean-up')} was created for 'clean-up', not for 'override-env'; "
        "create one with 'grader snapshot' and the spec of that lab"
    )


def test_a_snapshot_may_be_judged_again_after_the_spec_was_mended(tmp_path: Path) -> None:
    """The lab is the same, its bytes are not."""
    mended = tmp_path / "override-env.lab.yaml"
    mended.write_text(spec("override-env").read_text(encoding="utf-8") + "# mended\n")
    code = run(["check", str(mended), "--snapshot", str(file_of("override-env")), "--report=json"])
    assert code == 0


def test_what_a_mended_spec_looks_up_besides_is_an_error(tmp_path: Path) -> None:
    """A snapshot that was never asked does not say that the student is wrong."""
    mended = tmp_path / "clean-up.lab.yaml"
    check = "  - {id: other, container: other, expect: {absent: true}}\n"
    mended.write_text(spec("clean-up").read_text(encoding="utf-8") + check)
    code = run(["check", str(mended), "--snapshot", str(file_of("clean-up")), "--report=json"])
    assert code == 3


def test_the_signature_tells_who_wrote_it(tmp_path: Path) -> None:
    snapshot = solution("clean-up")
    path = write(tmp_path, snapshot_file.dump(snapshot, KEY))
    assert snapshot_file.read(path, KEY) == snapshot
    assert snapshot_file.read(path) == snapshot


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            snapshot_file.dump(solution("clean-up")),
            "{file} is not signed, and --verify requires a signature",
        ),
        (
            snapshot_file.dump(solution("clean-up"), b"another key, long enough"),
            "{file} was signed with another key, or modified after it was signed",
        ),
        ("[]", "{file} is not a snapshot in the format grader.snapshot/1"),
    ],
)
def test_only_a_signed_snapshot_will_do(text: str, told: str, tmp_path: Path) -> None:
    path = write(tmp_path, text)
    with pytest.raises(SnapshotError) as wrong:
        submissions.read([path], [lab_of("clean-up")], KEY)
    assert said(wrong.value) == told.format(file=path)


def test_a_checksum_made_anew_does_not_help_who_has_no_key(tmp_path: Path) -> None:
    """Whoever alters a signed file can fix the checksum, and not the signature."""
    signed = json.loads(snapshot_file.dump(solution("override-env"), KEY))
    forged = json.loads(with_another_grade(json.dumps(signed)))
    honest = snapshot_file.load(forged)
    forged["seal"]["sha256"] = json.loads(snapshot_file.dump(honest))["seal"]["sha256"]
    path = write(tmp_path, json.dumps(forged))
    assert snapshot_file.read(path) == honest
    with pytest.raises(SnapshotError, match="snapshot-wrong-signature"):
        snapshot_file.read(path, KEY)


@pytest.mark.parametrize(
    "answers",
    [
        {"list": {"images": {"found": [True]}}},
        {"list": {"containers": {"found": {}}}},
        {"container": {"web": {"found": "text"}}},
        {"logs": {"{}": {"found": None}}},
    ],
)
def test_an_answer_that_no_engine_gives_is_refused(answers: dict[str, Any], tmp_path: Path) -> None:
    """What is judged is a list of objects or an object, whoever wrote the file."""
    found = {k: v for k, v in document("clean-up").items() if k != "seal"}
    path = write(tmp_path, json.dumps({**found, "answers": answers}))
    with pytest.raises(SnapshotError, match="snapshot-altered"):
        snapshot_file.read(path)


def test_a_student_is_kept(tmp_path: Path) -> None:
    snapshot = replace(solution("clean-up"), student="민수")
    assert snapshot_file.read(write(tmp_path, snapshot_file.dump(snapshot))).student == "민수"


@pytest.mark.parametrize(
    ("part", "value"),
    [("observed_at", "2026-01-01T00:00:00"), ("seconds", "inf"), ("waited", {"a": "nan"})],
)
def test_a_moment_has_its_zone_and_a_number_is_one(part: str, value: Any, tmp_path: Path) -> None:
    forged = {**document("image-list"), part: value}
    del forged["seal"]
    with pytest.raises(SnapshotError, match="snapshot-altered"):
        submissions.read([write(tmp_path, json.dumps(forged))], [lab_of("image-list")])

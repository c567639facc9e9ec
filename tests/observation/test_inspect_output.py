"""The output of `docker inspect`, as people hand it in: what it says counts, the rest is open."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from grader.errors import SnapshotError
from grader.judge import judge
from grader.labspec.loader import load_bytes
from grader.messages import say
from grader.model.result import Outcome
from grader.observation import submissions
from grader.storage import snapshot_file
from tests.observation.recorded import documents, lab_of

LAB = "override-env"
CONTAINERS = documents(LAB, "container")
IMAGES = documents(LAB, "image")
INSPECTED = [*CONTAINERS, *IMAGES]


def outcomes(paths: list[Path], name: str = LAB) -> dict[str, Outcome]:
    lab = lab_of(name)
    return {c.id: c.outcome for c in judge(lab, submissions.read(paths, [lab])).checks}


def written(folder: Path, name: str, source: bytes) -> Path:
    path = folder / name
    path.write_bytes(source)
    return path


def lines(values: list[Any]) -> str:
    """As `docker inspect` lays it out."""
    return json.dumps(values, indent=4) + "\n"


TEXT = lines(INSPECTED)
ENCODINGS = {
    "UTF-8": TEXT.encode(),
    "UTF-8 with a mark, as Notepad saves it": TEXT.encode("utf-8-sig"),
    "UTF-16 with a mark and CRLF, as PowerShell's > writes it": TEXT.replace("\n", "\r\n").encode(
        "utf-16"
    ),
    "UTF-16 big-endian": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "UTF-16 without a mark": TEXT.encode("utf-16-le"),
    "two files with marks, one behind the other": b"".join(
        lines(values).encode("utf-8-sig") for values in (CONTAINERS, IMAGES)
    ),
}
LOOKED_AT = {"image", "default-app", "default-color", "blue-color", "blue-port", "blue-running"}


@pytest.mark.parametrize("source", ENCODINGS.values(), ids=list(ENCODINGS))
def test_it_is_read_in_every_encoding_that_shells_write(source: bytes, tmp_path: Path) -> None:
    found = outcomes([written(tmp_path, "inspect.json", source)])
    assert {name for name in LOOKED_AT if found[name] is Outcome.PASSED} == LOOKED_AT


def layouts(folder: Path) -> dict[str, list[Path]]:
    one = written(folder, "containers.json", lines(CONTAINERS).encode())
    two = written(folder, "images.json", lines(IMAGES).encode("utf-16"))
    appended = "".join(lines([value]) for value in INSPECTED)
    return {
        "a file a kind": [one, two],
        "a file an object": [
            written(folder, f"{n}.json", json.dumps(v).encode()) for n, v in enumerate(INSPECTED)
        ],
        "appended with >>": [written(folder, "appended.json", appended.encode())],
        "arrays in an array": [
            written(folder, "nested.json", lines([CONTAINERS, IMAGES]).encode())
        ],
    }


@pytest.mark.parametrize("name", ["a file a kind", "a file an object", "appended with >>",
                                  "arrays in an array"])  # fmt: skip
def test_it_may_lie_in_files_as_it_likes(name: str, tmp_path: Path) -> None:
    found = outcomes(layouts(tmp_path)[name])
    assert {check for check in LOOKED_AT if found[check] is Outcome.PASSED} == LOOKED_AT


def test_what_inspect_does_not_tell_is_open_and_says_what_to_hand_in(tmp_path: Path) -> None:
    lab = lab_of(LAB)
    path = written(tmp_path, "inspect.json", TEXT.encode())
    result = judge(lab, submissions.read([path], [lab]))
    page = next(check for check in result.checks if check.id == "blue-page")
    assert page.outcome is Outcome.ERROR
    assert page.reason
    assert say(page.reason) == (
        "'docker inspect' does not include HTTP responses: submit a snapshot from 'grader snapshot'"
    )
    assert result.exit_code == 3
    assert result.score is None


def test_without_the_image_it_is_open_where_a_value_came_from(tmp_path: Path) -> None:
    lab = lab_of(LAB)
    path = written(tmp_path, "containers.json", lines(CONTAINERS).encode())
    checks = {c.id: c for c in judge(lab, submissions.read([path], [lab])).checks}
    assert checks["blue-running"].outcome is Outcome.SKIPPED
    assert checks["blue-app"].outcome is Outcome.ERROR
    assert checks["image"].reason
    assert say(checks["image"].reason) == (
        "the submitted files do not include image 'devwikirepo/envnodecolorapp': also submit the "
        "output of 'docker image inspect devwikirepo/envnodecolorapp', "
        "or a snapshot from 'grader snapshot'"
    )


def test_a_wrong_value_is_a_failure_all_the_same(tmp_path: Path) -> None:
    text = TEXT.replace('"COLOR=blue"', '"COLOR=bluee"')
    assert outcomes([written(tmp_path, "i.json", text.encode())])["blue-color"] is Outcome.FAILED


def test_what_is_not_in_the_files_is_not_absent(tmp_path: Path) -> None:
    """`docker inspect` of what is not there writes nothing: that a file lacks it proves nothing."""
    path = written(tmp_path, "images.json", lines(documents("clean-up", "image")).encode())
    found = outcomes([path], "clean-up")
    assert {found[f"{name}"] for name in ("defaultCmd", "blueColorApp")} == {Outcome.ERROR}


def test_a_set_is_open_since_there_may_be_more(tmp_path: Path) -> None:
    path = written(tmp_path, "i.json", lines(documents("many-from-one", "container")).encode())
    assert outcomes([path], "many-from-one")["made"] is Outcome.ERROR


def test_networks_and_volumes_are_told_apart(tmp_path: Path) -> None:
    lab = load_bytes(
        b"version: 1\nlab: kinds\nchecks:\n"
        b"  - {id: n, network: backend, expect: {driver: bridge}}\n"
        b"  - {id: v, volume: data, expect: {driver: local}}\n",
        "kinds.lab.yaml",
    )
    network = {"Name": "backend", "Id": "1", "Driver": "bridge", "IPAM": {}, "Containers": {}}
    volume = {"Name": "data", "Driver": "local", "Mountpoint": "/var/lib/x", "Labels": None}
    path = written(tmp_path, "i.json", lines([network, volume]).encode())
    assert judge(lab, submissions.read([path], [lab])).exit_code == 0


def test_a_name_counts_only_whole(tmp_path: Path) -> None:
    """A document is taken for a container only if it bears the name, as on an engine."""
    other = [{**document, "Name": document["Name"] + "2"} for document in CONTAINERS]
    path = written(tmp_path, "i.json", lines([*other, *IMAGES]).encode())
    assert outcomes([path])["blue-app"] is Outcome.ERROR


def test_what_looks_secret_is_hidden_when_it_is_kept(tmp_path: Path) -> None:
    documents = [
        {**d, "Config": {**d["Config"], "Env": [*d["Config"]["Env"], "DB_PASSWORD=hunter2!"]}}
        for d in CONTAINERS
    ]
    path = written(tmp_path, "i.json", lines(documents).encode())
    snapshot = submissions.read([path], [lab_of(LAB)])
    kept = snapshot_file.dump(snapshot)
    assert "DB_PASSWORD=<redacted:" in kept
    assert "hunter2!" not in kept


@pytest.mark.parametrize("section", ["State", "Config", "HostConfig", "NetworkSettings"])
def test_a_document_without_a_section_leaves_its_fields_open(section: str, tmp_path: Path) -> None:
    """Half a document is not a container in which nothing is set."""
    cut = [{k: v for k, v in d.items() if k != section} for d in CONTAINERS]
    path = written(tmp_path, "i.json", lines([*cut, *IMAGES]).encode())
    if section in ("State", "HostConfig"):
        with pytest.raises(SnapshotError, match="snapshot-not-inspect"):
            outcomes([path])
    else:
        found = set(outcomes([path]).values())
        assert Outcome.ERROR in found
        assert Outcome.FAILED not in found


def test_a_snapshot_of_ours_stands_alone(tmp_path: Path) -> None:
    from tests.observation.recorded import file_of

    path = written(tmp_path, "i.json", TEXT.encode())
    with pytest.raises(SnapshotError, match="snapshot-several"):
        outcomes([path, file_of(LAB)])


@pytest.mark.parametrize("section", ["State", "Config", "HostConfig", "NetworkSettings"])
@pytest.mark.parametrize("broken", [None, 5, "text"])
def test_a_section_that_is_none_leaves_its_fields_open(
    section: str, broken: Any, tmp_path: Path
) -> None:
    """What no engine writes is no answer, and no mistake of the student's."""
    spoiled = [{**document, section: broken} for document in CONTAINERS]
    path = written(tmp_path, "i.json", lines([*spoiled, *IMAGES]).encode())
    found = set(outcomes([path]).values())
    assert Outcome.ERROR in found
    assert Outcome.FAILED not in found


def test_a_file_saved_in_a_year_that_is_no_date_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "i.json", TEXT.encode())
    os.utime(path, (10**14, 10**14))
    assert outcomes([path]) == outcomes([written(tmp_path, "j.json", TEXT.encode())])

"""`pytest specs/`: labs collected as tests, run by pytest itself."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader import api, pytest_plugin
from grader.storage import snapshot_file
from tests.formats import samples

if TYPE_CHECKING:
    from tests.engines.lab import LabEngine

ROOT = Path(__file__).parent.parent
pytest_plugins = ["pytester"]
# By its module alone: where grader is installed, its entry point would register it twice.
PLUGIN = ("-p", "no:grader", "-p", "grader.pytest_plugin")
QUIET = ("-p", "no:cacheprovider", "-p", "no:randomly")


@pytest.fixture
def lab(pytester: pytest.Pytester) -> Path:
    """The sample of every outcome: its spec, and a snapshot of it."""
    folder = pytester.mkdir("specs")
    (folder / "image.lab.yaml").write_text(samples.SPEC, encoding="utf-8")
    (folder / "other.yaml").write_text("no: spec", encoding="utf-8")
    text = snapshot_file.dump(samples.snapshot())
    (pytester.path / "snapshot.json").write_text(text, encoding="utf-8")
    return folder


def run(pytester: pytest.Pytester, *words: str) -> pytest.RunResult:
    return pytester.runpytest_subprocess(*PLUGIN, *QUIET, "specs", *words)


def test_it_is_found_by_pytest_once_it_is_installed() -> None:
    """By its entry point; and the project's own tests leave it out."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found = project["project"]["entry-points"]["pytest11"]

    assert found == {"grader": pytest_plugin.__name__}
    assert "-p no:grader" in project["tool"]["pytest"]["ini_options"]["addopts"]


def test_an_item_a_check_with_its_outcome(pytester: pytest.Pytester, lab: Path) -> None:
    """Failed fails, not observed is an error, skipped is skipped and says why."""
    done = run(pytester, "-v", "-rs", "--grader-snapshot", "snapshot.json", "--grader-lang", "en")

    done.assert_outcomes(passed=1, failed=2, errors=1, skipped=1)
    done.stdout.fnmatch_lines(
        [
            "specs/image.lab.yaml::default-cmd PASSED*",
            "specs/image.lab.yaml::custom-cmd FAILED*",
            "specs/image.lab.yaml::blue-color FAILED*",
            "specs/image.lab.yaml::blue-page SKIPPED*",
            "specs/image.lab.yaml::red-color ERROR*",
        ]
    )
    done.stdout.fnmatch_lines(["SKIPPED*requires 'blue-color', which did not pass*"])
    assert "Traceback" not in done.stdout.str()


def test_a_failure_has_the_text_of_the_terminal(pytester: pytest.Pytester, lab: Path) -> None:
    done = run(pytester, "--grader-snapshot", "snapshot.json", "--grader-lang", "ko")
    result = samples.judged()
    report = api.render(result, "text", language="ko", width=110).splitlines()
    start = next(n for n, line in enumerate(report) if "파란 페이지" in line)
    whole = [line for line in report[start + 1 : start + 5] if line.strip()]

    assert whole
    for line in whole:
        assert line in done.stdout.str()


def test_the_reader_and_the_phase_decide_what_is_collected(
    pytester: pytest.Pytester, lab: Path
) -> None:
    spec = samples.SPEC.replace("  - id: red-color\n", "  - id: red-color\n    visibility: staff\n")
    (lab / "image.lab.yaml").write_text(spec, encoding="utf-8")
    words = ("--collect-only", "-q", "--grader-snapshot", "snapshot.json")

    assert "red-color" not in run(pytester, *words).stdout.str()
    assert "red-color" in run(pytester, *words, "--grader-for", "staff").stdout.str()


def test_a_check_that_only_informs_never_fails_the_run(pytester: pytest.Pytester) -> None:
    folder = pytester.mkdir("specs")
    (folder / "one.lab.yaml").write_text(
        "version: 1\nlab: one\nchecks:\n"
        "  - {id: there, points: 1, container: defaultCmd, expect: {state: running}}\n"
        "  - {id: note, points: 0, container: defaultCmd, expect: {state: exited}}\n"
    )
    text = snapshot_file.dump(samples.snapshot())
    (pytester.path / "snapshot.json").write_text(text, encoding="utf-8")
    done = run(pytester, "--grader-snapshot", "snapshot.json")

    done.assert_outcomes(passed=1, xfailed=1)
    assert done.ret == 0


def test_a_wrong_spec_is_an_error_of_collection_with_its_place(pytester: pytest.Pytester) -> None:
    folder = pytester.mkdir("specs")
    (folder / "bad.lab.yaml").write_text("version: 1\nlab: bad\ncheks: []\n")
    done = run(pytester, "--grader-lang", "en")

    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["*bad.lab.yaml:3:1: unknown key 'cheks'*", "*did you mean*"])


def test_an_engine_that_is_not_there_is_an_error_of_every_check(
    pytester: pytest.Pytester, lab: Path
) -> None:
    done = run(pytester, "--grader-host", "unix:///nowhere.sock", "--grader-lang", "en")

    done.assert_outcomes(errors=5)
    done.stdout.fnmatch_lines(["*no engine is reachable at unix:///nowhere.sock*"])
    assert "Traceback" not in done.stdout.str()


def test_points_are_properties_of_the_junit_report(pytester: pytest.Pytester, lab: Path) -> None:
    run(pytester, "--grader-snapshot", "snapshot.json", "--junitxml", "report.xml")
    text = (pytester.path / "report.xml").read_text(encoding="utf-8")

    assert '<property name="points" value="40"' in text
    assert '<property name="score" value="32"' in text


@pytest.mark.parametrize("dist", ["load", "loadgroup"])
def test_workers_of_xdist_share_the_items(pytester: pytest.Pytester, lab: Path, dist: str) -> None:
    words = ("-n", "2", "--dist", dist, "--grader-snapshot", "snapshot.json")
    run(pytester, *words).assert_outcomes(passed=1, failed=2, errors=1, skipped=1)


@pytest.mark.engine
def test_a_lab_is_observed_once(pytester: pytest.Pytester, lab_engine: LabEngine) -> None:
    """Two checks of one lab have the answer of one moment; the engine is asked one time."""
    lab_engine.play("docker run -d --name web nginx")
    spec = lab_engine.naming.spec(
        "version: 1\nlab: one\nchecks:\n"
        "  - {id: web, container: web, expect: {image: nginx, state: running}}\n"
        "  - {id: gone, container: web, expect: {absent: true}}\n"
    )
    folder = pytester.mkdir("specs")
    (folder / "one.lab.yaml").write_text(spec)
    pytester.makeconftest(
        "from grader import api\n"
        "observe, asked = api.observe, []\n"
        "def counted(*labs, **more):\n"
        "    asked.append(labs)\n"
        "    return observe(*labs, **more)\n"
        "api.observe = counted\n"
        "def pytest_sessionfinish():\n"
        "    open('asked.json', 'w').write(str(len(asked)))\n"
    )
    done = run(pytester, "--grader-host", lab_engine.host)

    done.assert_outcomes(passed=1, failed=1)
    assert json.loads((pytester.path / "asked.json").read_text()) == 1

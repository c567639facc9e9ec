"""`grader render`: a result that was kept as JSON is rendered again, in either language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from grader.cli.main import run
from grader.formats import FORMATS, Style
from grader.privacy.audience import cut
from grader.storage.result_document import document
from grader.storage.result_reader import load
from tests.formats import samples

if TYPE_CHECKING:
    from pathlib import Path

    from grader.model.result import Result

RESULTS = {
    "judged": samples.judged(),
    "cut": cut(samples.judged(), "student", "before_due"),
    "passing": samples.passing(),
    "nothing": samples.nothing(),
    "with a student": samples.student(samples.judged()),
}


@pytest.mark.parametrize("name", RESULTS)
@pytest.mark.parametrize("format_name", [n for n in FORMATS if not FORMATS[n].scored])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_result_read_back_renders_the_same_in_every_format(
    name: str, format_name: str, language: str
) -> None:
    """Kept in English, rendered in either language."""
    result = RESULTS[name]
    kept = json.loads(json.dumps(document(result, "en")))
    style = Style(language=language)

    assert FORMATS[format_name].render(load(kept), style) == FORMATS[format_name].render(
        result, style
    )


def kept(folder: Path, *results: Result) -> Path:
    file = folder / "result.json"
    documents = [document(result) for result in results]
    file.write_text(json.dumps(documents if len(documents) > 1 else documents[0]))
    return file


def test_the_command_writes_a_kept_result_in_korean(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = kept(tmp_path, samples.judged())
    page = tmp_path / "page.html"
    code = run(
        ["render", str(file), "--lang", "ko", "--report", "text", "--report", f"html:{page}"]
    )

    assert code == 3
    assert "기대" in capsys.readouterr().out
    assert '<html lang="ko">' in page.read_text(encoding="utf-8")


def test_a_list_of_results_is_rendered_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = kept(tmp_path, samples.passing(), samples.passing())
    assert run(["render", str(file), "--report", "markdown"]) == 0
    assert capsys.readouterr().out.count("30 of 30 points") == 2


def altered(**changes: Any) -> str:
    return json.dumps(document(samples.judged()) | changes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is not JSON, or it is truncated"),
        ("[]", "it is not a grader result"),
        ('{"format": 1}', "unknown format '1'"),
        ('{"format": "grader.class/1"}', "unknown format 'grader.class/1'"),
        ('{"format": "grader.result/1"}', "it was modified or is incomplete (KeyError)"),
        (altered(checks=[{}]), "it was modified or is incomplete (KeyError)"),
        (altered(notes=[{"code": "x", "params": {}, "bare": False}]), "modified"),
        (altered(seconds="soon"), "modified"),
        (altered(observed_at=5), "modified"),
    ],
)
def test_what_is_no_result_is_said_to_be_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    file = tmp_path / "result.json"
    file.write_text(text)

    assert run(["render", str(file)]) == 3
    assert said in capsys.readouterr().err


def test_a_file_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["render", "/nothing.json", "--lang", "ko"]) == 3
    assert "파일이나 폴더가 없습니다" in capsys.readouterr().err

"""Every text that a user can meet exists in every language, and says the same."""

from __future__ import annotations

import argparse
import ast
import inspect
import re
import string
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from grader.cli.argparse_texts import ARGPARSE_TEXTS
from grader.cli.main import COMMANDS, build_parser, module_of
from grader.formats.labels import TEXTS as LABELS
from grader.locale import translate, translate_library
from grader.messages import CATALOGUE, WITHOUT_VALUES, say
from grader.messages.terms import PHRASES
from grader.model.message import message
from tools.english import PACKAGE, name_of, strings, texts
from tools.translations import read, translated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Message

    from grader.model.message import Json

HANGUL = re.compile(r"[가-힣]")
# What may stand right behind a value: units, which are no particles.
UNITS = "개|명|초|점|번|단계|바이트"
RAISING = (
    *("message", "report", "BadFormError", "wrong_form", "_problem"),
    *("UsageError", "SpecError", "EngineError", "SnapshotError", "ReportError"),
)
OUTCOMES = ("passed", "failed", "error", "skipped")
# Texts that only a programmer's mistake with argparse brings forth; and, since Python 3.13, of a
# formatter and a group that grader does not use, and one that is nothing but a place.
PROGRAMMERS = re.compile(
    r"conflict|callable|dest=|\.__call__|positionals|prefix_chars|merge actions|mutually exclusive"
    r"|subparser arguments|must be optional"
    r"|^subcommands$|^ \(default: %\(default\)s\)$|^%\(heading\)s:$"
)


def entries(language: str) -> list[Message]:
    return [m for m in read(language) if m.id]


def test_there_is_a_catalogue_of_korean() -> None:
    assert translated() == ["ko"]


@pytest.mark.parametrize("language", translated())
def test_a_catalogue_holds_just_the_texts_of_the_sources(language: str) -> None:
    """`make messages` brings it up to date."""
    assert {str(m.id) for m in entries(language)} == set(texts())


@pytest.mark.parametrize("language", translated())
def test_every_text_is_translated(language: str) -> None:
    """Fill in `msgstr`; then `make messages`."""
    assert [m.id for m in entries(language) if not m.string or m.fuzzy] == []


@pytest.mark.parametrize("language", translated())
def test_translations_have_the_placeholders_of_their_originals(language: str) -> None:
    differing = [
        m.id for m in entries(language) if placeholders(str(m.id)) != placeholders(str(m.string))
    ]
    assert differing == []


def placeholders(text: str) -> Counter[str]:
    """Count `{name:spec}` and `%(name)s`; a language may leave a value's second mention out."""
    named = [
        f"{{{name}:{spec}}}" for _, name, spec, _ in string.Formatter().parse(text) if name
    ] + re.findall(r"%(?:\(\w+\))?[sdr]", text)
    return Counter(named)


def test_no_particle_follows_a_placeholder_in_korean() -> None:
    """A particle depends on the sound before it, which is not known: build the sentence anew."""
    assert [m.string for m in entries("ko") if particles(str(m.string))] == []


@pytest.mark.parametrize(
    "bad", ["{name}은 없습니다", "'{name}'을 쓰세요", "{name:q}가", "%(prog)s를", "({a})이 {n}"]
)
def test_a_particle_after_a_placeholder_is_found(bad: str) -> None:
    assert particles(bad)


@pytest.mark.parametrize(
    "good", ["{n}개", "{seconds}초 안에", "{name:q}: 없습니다", "Docker가 {n}"]
)
def test_units_and_restructured_sentences_are_fine(good: str) -> None:
    assert not particles(good)


def particles(text: str) -> list[str]:
    """Find Hangul right behind a placeholder, with a closing quote or bracket between or not."""
    behind = re.finditer(r"(?:\{\w+(?::\w+)?\}|%(?:\(\w+\))?[sdr])['\"’”)\]]*([가-힣]+)", text)
    return [found[1] for found in behind if not re.match(UNITS, found[1])]


# Codes


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(p for p in PACKAGE.rglob("*.py") if "compiled" not in p.parts):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield path.relative_to(PACKAGE).as_posix(), node


def test_every_code_that_is_raised_stands_in_the_catalogue() -> None:
    unknown = [
        f"{where}:{call.lineno}: {code}"
        for where, call in calls()
        if name_of(call.func) in RAISING
        for code in strings(call.args[1:2] if name_of(call.func) == "wrong_form" else call.args[:1])
        if code not in CATALOGUE and code != "wrong-type"
    ]
    assert unknown == []


def test_every_text_of_the_catalogue_is_used() -> None:
    """A code is written somewhere as a text, or is built there from a beginning."""
    literal, built = set(), set()
    for path in sorted(p for p in PACKAGE.rglob("*.py") if "compiled" not in p.parts):
        if path.parent.name == "messages":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                built.add(str(node.values[0].value))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                literal.add(node.value)
    beginnings = tuple(b for b in built if re.fullmatch(r"[a-z]+[.-]", b))
    unused = [c for c in CATALOGUE if c not in literal and not c.startswith(beginnings)]
    assert unused == []


def test_texts_without_values_belong_to_codes() -> None:
    assert WITHOUT_VALUES.keys() - CATALOGUE.keys() == {"*", "*."}


def test_words_put_into_messages_are_translated() -> None:
    """What fills a `{name:t}` is a text of the catalogue, so that no sentence mixes languages."""
    known = {str(m.id) for m in entries("ko")} | set(CATALOGUE)
    mixed = []
    for where, call in calls():
        code = next(strings(call.args[:1]), None) if name_of(call.func) in RAISING else None
        names = {
            name
            for _, name, spec, _ in string.Formatter().parse(CATALOGUE.get(code or "", ""))
            if spec in ("t", "m")
        }
        given = [k.value for k in call.keywords if k.arg in names]
        if name_of(call.func) in ("wrong_shape", "wrong_form"):
            given = call.args[1:2] if name_of(call.func) == "wrong_shape" else call.args[2:3]
        elif name_of(call.func) in ("_bad", "_no_engine"):
            given = call.args[1:2]
        mixed += [f"{where}:{call.lineno}: {w!r}" for w in strings(given) if w not in known]
    assert mixed == []


def test_a_reason_is_a_message_of_its_own_or_a_phrase() -> None:
    """`{reason:m}`: a code is said with the same parameters, all else as it is, translated."""

    def why(reason: str, **params: Json) -> str:
        said = message("no-engine", endpoint="tcp://h", reason=reason, **params)
        return say(said, "ko").partition(": ")[2]

    assert why("timed-out", seconds=2.0) == "엔진이 2.0초 안에 응답하지 않았습니다"
    assert why("Connection refused") == "연결이 거부되었습니다"
    assert why("timed-out") == "timed-out"
    assert why("{0.__class__}") == "{0.__class__}"


def test_what_is_wrong_with_an_answer_is_a_phrase() -> None:
    """The reasons of a broken answer are put into messages as `{reason:m}`."""
    broken = [
        t for _, call in calls() if name_of(call.func) == "BrokenError" for t in strings(call.args)
    ]
    assert len(broken) > 5
    assert [text for text in broken if text not in PHRASES] == []


def test_nothing_is_said_past_the_catalogue() -> None:
    """What is written to a user comes from `say` or `translate`, never from a text on the spot."""
    said = [
        f"{where}:{call.lineno}: {text!r}"
        for where, call in calls()
        if name_of(call.func) in ("tell", "write_out", "print", "write")
        for text in strings(call.args)
        if re.search(r"[a-z]{3,} [a-z]{2,}", text)
    ]
    assert said == []


def test_every_label_is_used() -> None:
    sources = [
        path.read_text(encoding="utf-8")
        for path in PACKAGE.rglob("*.*")
        if path.suffix in (".py", ".jinja", ".js") and path.name != "labels.py"
    ]
    whole = "\n".join(sources)
    built = (*OUTCOMES, "set.", "target.", "word.", "lab.", "keys.", *(f"n-{o}" for o in OUTCOMES))
    unused = [
        key
        for key in LABELS
        if f'"{key}"' not in whole and f"'{key}'" not in whole and not key.startswith(built)
    ]
    assert unused == []


# The command line


def test_what_argparse_says_is_known() -> None:
    """Every text of this Python's argparse that a user can meet is in our catalogue."""
    found = {
        text
        for node in ast.walk(ast.parse(inspect.getsource(argparse)))
        if isinstance(node, ast.Call) and name_of(node.func) in ("_", "ngettext")
        for text in strings(node.args[:2])
    }
    unknown = {t for t in found if t not in ARGPARSE_TEXTS and not PROGRAMMERS.search(t)}
    assert unknown == set()


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_in_korean(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line that explains something does so in Korean; no English sentence is left."""
    environ: dict[str, str] = {}
    translate_library("ko", environ)
    monkeypatch.setenv("LANGUAGE", environ["LANGUAGE"])
    monkeypatch.setenv("COLUMNS", "200")
    parser, _ = build_parser([command] if command else [], "ko")
    for parsed in walk(parser):
        for action in parsed._actions:
            assert action.help in (None, argparse.SUPPRESS) or HANGUL.search(action.help)
    helped = parser.format_help()
    assert helped.startswith("사용법: grader")
    assert not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", helped)


def walk(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.values()


def test_every_command_exists() -> None:
    for command in COMMANDS:
        assert callable(module_of(command).run)


def test_a_regional_tag_reads_its_language() -> None:
    assert translate("error", "ko-KR") == translate("error", "ko") == "오류"
    assert translate("error", "xx") == "error"

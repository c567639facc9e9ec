"""One check in a terminal: whole where it did not pass, a line where it did."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import quote

from grader.formats.labels import labels
from grader.formats.terminal import Paper, Span
from grader.model.result import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.formats.base import Style
    from grader.formats.values import Part
    from grader.formats.view import CheckView, Seen

SIGNS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.ERROR: "!", Outcome.SKIPPED: "-"}
WORDS = {
    Outcome.PASSED: "PASS",
    Outcome.FAILED: "FAIL",
    Outcome.ERROR: "OPEN",
    Outcome.SKIPPED: "SKIP",
}
BODY = 2
ROW = 4
GAP = 3
LINES = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One side of a difference: what it is called, the value, and what to remark of it."""

    name: str
    part: Part
    style: str
    remark: str


class Writer:
    """Writes checks on one paper."""

    def __init__(self, paper: Paper, style: Style) -> None:
        self._paper = paper
        self._style = style
        self._label = labels(style.language)
        words = [self._label("expected"), self._label("actual")]
        self._column = max(map(paper.width_of, words)) + 2

    def sign(self, outcome: Outcome) -> Span:
        signs = SIGNS if self._style.signs else WORDS
        return Span(f"{signs[outcome]} ", f"bold {outcome}")

    def whole(self, check: CheckView) -> None:
        """Write a check that did not pass: what is wrong, what was there, what to do."""
        paper = self._paper
        name = [Span("  "), Span(check.id, "dim")] if check.title != check.id else []
        left = [self.sign(check.outcome), self._title(check, "bold"), *name]
        paper.ends(left, Span(check.points), hang=BODY)
        paper.line(Span(f"{check.target} {check.name}".rstrip(), "dim"), indent=BODY)
        wrong = [seen for seen in check.seen if seen.outcome is not Outcome.PASSED]
        if check.closed:
            paper.line(Span(self._label("not-shown")), indent=BODY)
        if check.reason and not any(seen.text for seen in wrong):
            paper.line(Span(check.reason), indent=BODY)
        for seen in wrong:
            self._seen(seen)
        for note in check.notes:
            paper.line(Span("→ ", "bold"), Span(note.text, "bold"), indent=BODY, hang=2)
        self._hints(check)
        self._looks(wrong)

    def brief(self, checks: Sequence[CheckView]) -> None:
        """Write checks that passed or were skipped, a line each."""
        for check in checks:
            left = [self.sign(check.outcome), self._title(check)]
            if check.reason:
                left += [Span("  "), Span(check.reason, "dim")]
            self._paper.ends(left, Span(check.points, "dim"), hang=BODY)
            for note in check.notes:
                self._paper.line(Span(f"→ {note.text}"), indent=BODY, hang=2)

    def _title(self, check: CheckView, style: str = "") -> Span:
        """Name a check; where there is a page, the name leads to its place there."""
        page = address(self._style.page or "")
        return Span(check.title, style, page and f"{page}#check-{quote(check.id)}")

    def _seen(self, seen: Seen) -> None:
        wraps = self._paper.width_of(seen.text) > self._paper.width - BODY
        told = seen.short if wraps and seen.actual and seen.expected else seen.text
        self._paper.line(Span(told or seen.field), indent=BODY, hang=2)
        rows = [Row("expected", part, "passed", self._asked(seen)) for part in seen.expected]
        if seen.actual is not None:
            rows.append(Row("actual", seen.actual, str(seen.outcome), self._source(seen)))
        widths = [self._paper.width_of("".join(s.text for s in self._pieces(r.part))) for r in rows]
        for row in rows:
            if row.part.kind == "lines":
                self._lines(row)
            else:
                self._row(row, max(widths))

    def _asked(self, seen: Seen) -> str:
        return "" if seen.asked is None else self._label(seen.asked)

    def _source(self, seen: Seen) -> str:
        """Say where the value came from, and what the image has where that is another."""
        if seen.source is None:
            return ""
        said = self._label(seen.source)
        if seen.way is None or seen.way.override is None or seen.way.image.kind == "unset":
            return said
        image = "".join(piece.text for piece in self._pieces(seen.way.image))
        return f"{said} ({self._label('image')}: {image})"

    def _row(self, row: Row, widest: int) -> None:
        """Write one side, and beside it, where there is room, what to remark of it."""
        paper, name, pieces = self._paper, self._label(row.name), self._pieces(row.part)
        lead = [Span(name, "dim"), Span(" " * (self._column - paper.width_of(name)))]
        value = [Span(p.text, f"{row.style} mark" if p.style else row.style) for p in pieces]
        remark = [Span(row.remark, "dim")] if row.remark else []
        room = paper.width - ROW - self._column - widest - GAP
        beside = room >= paper.width_of(row.remark)
        if remark and beside:
            blank = widest + GAP - paper.width_of("".join(p.text for p in pieces))
            value += [Span(" " * blank), *remark]
        paper.line(*lead, *value, indent=ROW, hang=self._column)
        self._underline(pieces)
        if remark and not beside:
            paper.line(*remark, indent=ROW + self._column)

    def _underline(self, pieces: Sequence[Span]) -> None:
        """Point at what differs where colour cannot."""
        before = self._paper.width_of("".join(p.text for p in pieces))
        room = self._paper.width - ROW - self._column
        if self._style.colour or all(p.style for p in pieces) or before > room:
            return
        marks = "".join(("^" if p.style else " ") * self._paper.width_of(p.text) for p in pieces)
        if marks.strip():
            self._paper.line(Span(" " * self._column), Span(marks), indent=ROW)

    def _lines(self, row: Row) -> None:
        """Write some of a text of several lines: from what is marked on, else its beginning."""
        paper, tokens = self._paper, row.part.tokens
        paper.line(Span(self._label(row.name), "dim"), indent=ROW)
        marked = next((number for number, token in enumerate(tokens) if token.marked), 0)
        start = max(min(marked - 1, len(tokens) - LINES), 0)
        if start:
            paper.line(Span(f"… (+{start})", "dim"), indent=ROW + 2)
        for token in tokens[start : start + LINES]:
            style = f"{row.style} mark" if token.marked else ""
            paper.line(Span("│ ", "dim"), Span(token.text, style), indent=ROW + 2, hang=2)
        if len(tokens) > start + LINES:
            paper.line(Span(f"… (+{len(tokens) - start - LINES})", "dim"), indent=ROW + 2)

    def _pieces(self, part: Part) -> list[Span]:
        """Write a part as spans; a span with a style is what differs."""
        word = [] if part.word in (None, "equals") else [Span(self._label(f"word.{part.word}"))]
        if part.kind == "word":
            return word
        if part.kind == "unset":
            return [Span(self._label("not-set"))]
        lead = [*word, Span(" ")] if word else []
        tokens = [Span(t.text, "mark" if t.marked else "") for t in part.tokens]
        if part.kind in ("list", "map"):
            tokens = _listed(tokens)
        elif not "".join(t.text for t in tokens).strip():
            tokens = [Span("'"), *tokens, Span("'")]
        return [*lead, *tokens]

    def _hints(self, check: CheckView) -> None:
        for number, hint in enumerate(check.hints, 1):
            name = self._label("hint") if len(check.hints) == 1 else self._label("hint-n", n=number)
            self._paper.line(Span(f"{name}: ", "bold"), Span(hint), indent=BODY, hang=2)

    def _looks(self, wrong: Sequence[Seen]) -> None:
        commands = dict.fromkeys(seen.command for seen in wrong if seen.command)
        for command in list(commands)[:3]:
            self._paper.line(Span("$ ", "dim"), Span(command, "dim"), indent=BODY, hang=2)


def _listed(tokens: Sequence[Span]) -> list[Span]:
    spans = [Span("[")]
    for number, token in enumerate(tokens):
        if number:
            spans.append(Span(", "))
        unclear = not token.text or any(sign in token.text for sign in " ,[]")
        spans.append(Span(f"'{token.text}'", token.style) if unclear else token)
    return [*spans, Span("]")]


def address(page: str) -> str:
    """Make an address of a page: a file's, unless it is one already."""
    if page.startswith(("https://", "http://", "file://")):
        return quote(page, safe=":/?#[]@!$&'()*+,;=%~")
    path = PurePath(page)
    return f"file://{quote(path.as_posix())}" if path.is_absolute() else ""

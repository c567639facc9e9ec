"""One check in a terminal: whole where it did not pass, a line where it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.formats.labels import labels
from grader.formats.terminal import Paper, Span
from grader.result import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.formats.contract import Style
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
LINES = 8


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
        name = [Span(" "), Span(check.id, "dim")] if check.title != check.id else []
        left = [self.sign(check.outcome), Span(check.title, "bold"), *name]
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
            left = [self.sign(check.outcome), Span(check.title)]
            if check.reason:
                left += [Span(" "), Span(check.reason, "dim")]
            self._paper.ends(left, Span(check.points, "dim"), hang=BODY)
            for note in check.notes:
                self._paper.line(Span(f"→ {note.text}"), indent=BODY, hang=2)

    def _seen(self, seen: Seen) -> None:
        self._paper.line(Span(seen.text or seen.field), indent=BODY, hang=2)
        for part in seen.expected:
            self._row(self._label("expected"), part, "passed", self._asked(seen))
        if seen.actual is not None:
            self._row(self._label("actual"), seen.actual, str(seen.outcome), self._source(seen))

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

    def _row(self, name: str, part: Part, style: str, remark: str) -> None:
        paper = self._paper
        gap = " " * (self._column - paper.width_of(name))
        if part.kind == "lines":
            self._lines(name, part)
            return
        pieces = self._pieces(part)
        spans = [Span(name, "dim"), Span(gap)]
        spans += [Span(p.text, f"{style} mark" if p.style else style) for p in pieces]
        if remark:
            spans += [Span("   "), Span(remark, "dim")]
        paper.line(*spans, indent=ROW, hang=self._column)
        self._underline(pieces)

    def _underline(self, pieces: Sequence[Span]) -> None:
        """Point at what differs where colour cannot."""
        before = self._paper.width_of("".join(p.text for p in pieces))
        room = self._paper.width - ROW - self._column
        if self._style.colour or all(p.style for p in pieces) or before > room:
            return
        marks = "".join(("^" if p.style else " ") * self._paper.width_of(p.text) for p in pieces)
        if marks.strip():
            self._paper.line(Span(" " * self._column), Span(marks), indent=ROW)

    def _lines(self, name: str, part: Part) -> None:
        """Write a text of several lines: its beginning, or around what is marked."""
        paper = self._paper
        paper.line(Span(name, "dim"), indent=ROW)
        for token in part.tokens[:LINES]:
            paper.line(Span("│ ", "dim"), Span(token.text), indent=ROW + 2, hang=2)
        if len(part.tokens) > LINES:
            paper.line(Span(f"… (+{len(part.tokens) - LINES})", "dim"), indent=ROW + 2)

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
        spans.append(token)
    return [*spans, Span("]")]

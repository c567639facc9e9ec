"""The contract between what reads a part of an expectation and what builds the whole.

An expectation holds matcher words, and a word may hold an expectation: the modules that read
lists, maps, paths and words are handed the builder, and import no more than this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from grader.fields.types import Form
    from grader.labspec.context import Draft
    from grader.labspec.yaml_nodes import Node
    from grader.model.expectation import Expectation


class Builder(Protocol):
    """Builds expectations; problems go to its draft."""

    @property
    def draft(self) -> Draft: ...

    def build(self, form: Form, node: Node, *, source: bool = False) -> Expectation | None:
        """Build what a node expects of a value of a form; None where that cannot be read.

        `source` admits the word of that name, where the image holds a default.
        """
        ...

    def exactly(self, form: Form, node: Node) -> Expectation | None:
        """Build the expectation that a value is just this."""
        ...

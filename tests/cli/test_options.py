"""Options that several commands share."""

from __future__ import annotations

import argparse
from typing import get_args

from grader.cli import options
from grader.privacy.audience import Phase, Reader


def test_the_choices_of_reader_and_phase_are_those_that_a_result_can_be_cut_for() -> None:
    parser = argparse.ArgumentParser()
    options.add_reader(parser, str)
    choices = {a.dest: a.choices for a in parser._actions}

    assert choices["reader"] == get_args(Reader)
    assert choices["phase"] == get_args(Phase)

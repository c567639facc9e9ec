"""`python -m tests.labspec` writes the texts of the broken specs; read the diff."""

import os

from grader.diagnostics.terminal import render_problems
from tests.labspec.test_broken import BROKEN, CASES, name_of, problems_of

os.chdir(BROKEN)
for case in CASES:
    said = render_problems(problems_of(case), "en") + "\n"
    case.with_name(f"{name_of(case)}.txt").write_text(said, encoding="utf-8")

"""`python -m tests.spec` writes the texts of the broken specs anew; read the diff as an author."""

import os

from grader.listings.people import render_problems
from tests.spec.test_broken import BROKEN, CASES, name_of, problems_of

os.chdir(BROKEN)
for case in CASES:
    said = render_problems(problems_of(case), "en") + "\n"
    case.with_name(f"{name_of(case)}.txt").write_text(said, encoding="utf-8")

"""Why does it not work on this machine: causes, each with its remedy.

`examine` looks at the machine once; each cause is a pure function of what was seen.
"""

from grader.doctor.causes import CAUSES, diagnose

__all__ = ["CAUSES", "diagnose"]

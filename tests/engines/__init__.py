"""Real container engines for the tests, brought up from nothing, and stand-in images.

Where to look: `recipes` says what each engine is, `bringup` starts and stops it, `choose` decides
which one a test session uses, `standins` builds the images, `lab` is what a test holds in its hand,
`plugin` is the pytest side, `python -m tests.engines` the command line. README.md has the facts.
"""

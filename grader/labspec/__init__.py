"""From YAML text to a `Lab`, with the place of every mistake."""

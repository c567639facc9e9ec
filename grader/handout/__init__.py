"""The exercise text for students, from a spec: as Markdown or HTML, in a language of the spec."""

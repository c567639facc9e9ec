"""Forms: how the author's writing and the engine's come to one normal form, a module a subject."""

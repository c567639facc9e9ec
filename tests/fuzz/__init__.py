"""Hostile input: what must hold for anything that comes from a student, an author or a network."""

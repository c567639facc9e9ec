"""Hiding secrets when an engine's answers are kept or shown. Never before they are judged."""

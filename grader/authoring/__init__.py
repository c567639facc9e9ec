"""Specs from what is there, running or in a Compose file; and the exercise from a spec."""

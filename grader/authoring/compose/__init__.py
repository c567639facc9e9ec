"""Expectations from a Compose file: what it says of containers, networks and volumes."""

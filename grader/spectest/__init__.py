"""The test of a spec: whether it refuses what is wrong, and takes what is right."""

"""What people would use instead; each does the same work and prints its verdicts."""

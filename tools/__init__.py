"""What the project's own making needs; not part of what is installed."""

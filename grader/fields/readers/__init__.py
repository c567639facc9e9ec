"""Fields that need more than a path: how they are read from a subject."""

"""Pages about what becomes of a result."""

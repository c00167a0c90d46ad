"""Template filters of definition forms."""

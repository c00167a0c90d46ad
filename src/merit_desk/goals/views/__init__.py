"""Pages of the goals."""

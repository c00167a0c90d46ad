"""Forms of the goals."""

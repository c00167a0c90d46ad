"""Pages of the cycles."""

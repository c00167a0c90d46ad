"""What the meetings know."""

"""What the goals know."""

"""What the cycles know."""

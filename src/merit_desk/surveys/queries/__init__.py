"""What the surveys know."""

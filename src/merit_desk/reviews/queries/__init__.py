"""What the reviews know."""

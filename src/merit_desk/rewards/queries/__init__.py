"""What a statement shows."""

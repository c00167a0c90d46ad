"""What the talks know."""

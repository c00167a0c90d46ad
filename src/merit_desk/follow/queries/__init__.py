"""What the follow know."""

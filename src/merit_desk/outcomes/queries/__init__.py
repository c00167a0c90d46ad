"""What the outcomes know."""

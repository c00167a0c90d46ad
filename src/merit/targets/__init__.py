"""Setting, splitting and prorating targets."""

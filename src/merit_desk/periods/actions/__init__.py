"""Running and releasing."""

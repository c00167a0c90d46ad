"""Running and releasing periods."""

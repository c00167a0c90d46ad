"""Settings of the desk, read from the environment only."""

"""Setting up: each step writes what it settles, so that nothing is lost between steps."""

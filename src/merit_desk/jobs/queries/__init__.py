"""Reading jobs."""

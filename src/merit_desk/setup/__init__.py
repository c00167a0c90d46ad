"""From an empty installation to a running company."""

"""What the agreements know."""

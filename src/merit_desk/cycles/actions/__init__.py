"""What changes a cycle."""

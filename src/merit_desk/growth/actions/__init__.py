"""What the pages change."""

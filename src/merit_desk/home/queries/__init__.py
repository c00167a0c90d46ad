"""What the first pages show, read from all stages."""

"""What changes in the reviews."""

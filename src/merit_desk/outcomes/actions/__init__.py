"""What changes the outcome of a review."""

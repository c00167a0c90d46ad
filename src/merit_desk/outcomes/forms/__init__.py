"""What is asked of people about the outcome of a review."""

"""What is asked when the organisation changes."""

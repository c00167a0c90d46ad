"""What changes a survey."""

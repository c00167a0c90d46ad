"""What is asked of people about alerts."""

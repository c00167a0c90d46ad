"""What Merit tells a person inside the application."""

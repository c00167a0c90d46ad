"""What Merit tells a person: their notices."""

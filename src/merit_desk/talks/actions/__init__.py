"""Writing feedback, notes, talks and comments."""

"""Reading periods."""

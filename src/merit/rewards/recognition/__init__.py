"""What is given besides pay: honours, welfare points, and what people value."""

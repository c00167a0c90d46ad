"""Honours, the wall, welfare points, option grants, and what people value."""

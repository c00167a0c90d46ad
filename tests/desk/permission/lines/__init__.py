"""Lines of the matrix by app: LINES, the makers of their relations, and addresses tested elsewhere."""

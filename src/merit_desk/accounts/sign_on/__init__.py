"""What the four ways of signing in by the company's own system share."""

"""The life of a review."""

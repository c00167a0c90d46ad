"""What changes an agreement."""

"""From a written working to the levels of a descent."""

"""The desk: the web application around the core."""

"""The trail on screen: search, read, export, check the chain."""

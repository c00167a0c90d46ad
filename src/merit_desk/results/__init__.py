"""The desk's door to one company folder: its declarations, the results of its periods, and its facts. No pages."""

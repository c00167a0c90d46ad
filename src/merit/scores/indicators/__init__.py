"""One indicator on one segment of the period: its actual, its target, its points."""

"""Tags of the explorer's tables."""

"""Whether the system works, on hand-worked and published figures."""

"""复盘 and strategy reviews: prepared pages, decisions, action items followed into the next meeting."""

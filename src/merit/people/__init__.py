"""People, posts, teams and credits over time."""

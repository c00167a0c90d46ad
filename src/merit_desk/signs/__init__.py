"""Signs of gaming or false data, for the data steward alone: what was seen, its rows, and what came of it."""

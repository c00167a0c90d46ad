"""Signs of gaming or false data, looked for in the rows of a snapshot; the rules are in `merit.insight.signs`."""

"""A company's own list of staff, pasted or uploaded, read to the tables people and teams."""

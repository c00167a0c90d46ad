"""这个数怎么来的: the way down from any figure to the rows it was made of."""

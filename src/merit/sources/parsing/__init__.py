"""Cells → stored values, a column at a time; a cell that cannot be read is a fault of its row, never a guess."""

"""Data intake: uploaded files, how they are read, loads, rejected rows, and values that people enter."""

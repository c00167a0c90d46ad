"""Reading a company folder and its results."""

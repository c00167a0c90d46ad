"""Reading files of the company folder and their versions."""

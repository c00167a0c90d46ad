"""The cube: every measure for every node, day and grain, prepared as whole numbers and read from mapped files."""

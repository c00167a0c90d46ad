"""The plan check on the desk: all plans at once, and history beside a plan that is being written."""

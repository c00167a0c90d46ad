"""The life of a review: stages and deadlines, states and moves, raters, anonymity, calibration."""

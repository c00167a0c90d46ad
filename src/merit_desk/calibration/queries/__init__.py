"""What the calibration know."""

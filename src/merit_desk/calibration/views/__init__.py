"""Pages of the calibration."""

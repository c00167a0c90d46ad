"""What is done in a calibration session."""

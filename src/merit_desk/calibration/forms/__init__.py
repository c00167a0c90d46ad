"""What is asked in a calibration."""

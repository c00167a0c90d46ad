"""Health, measurements, backup and restore."""

"""What one may wish of reminders."""

"""Pages of the reminders."""

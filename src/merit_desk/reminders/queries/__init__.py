"""What the reminders know."""

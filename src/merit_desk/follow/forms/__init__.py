"""What people fill in: tasks, steps, requests, reports."""

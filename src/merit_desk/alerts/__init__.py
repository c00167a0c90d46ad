"""Alerts on the desk: kept with their states, told to whom they concern, sent to robots, made into tasks."""

"""Defining a KPI: check it while it is written, try it on own data, keep it as a version."""

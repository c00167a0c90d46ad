"""Asking the people: anonymous pulse of employees, satisfaction of customers by a public link."""

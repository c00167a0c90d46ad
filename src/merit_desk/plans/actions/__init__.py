"""Changing plans and targets: check, try, keep a draft, put in force."""

"""Surveys of employees and of customers."""

"""Tests of payroll."""

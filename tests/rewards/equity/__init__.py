"""Tests of option grants."""

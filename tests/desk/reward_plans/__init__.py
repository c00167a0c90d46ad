"""Tests of reward plans."""

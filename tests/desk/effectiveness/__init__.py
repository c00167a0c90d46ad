"""Tests of effectiveness."""

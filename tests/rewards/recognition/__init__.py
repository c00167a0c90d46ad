"""Tests of honours, points and what people value."""

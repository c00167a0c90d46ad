"""Tests of honours, points, option grants and what people value."""

"""Tests of the work between planning and judging."""

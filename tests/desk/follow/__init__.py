"""Tests of the follow-up on the desk."""

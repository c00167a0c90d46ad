"""Figures of the effectiveness pages."""

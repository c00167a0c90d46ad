"""Simulation, plan check and what a change would mean."""

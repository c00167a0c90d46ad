"""The pages of the intake."""

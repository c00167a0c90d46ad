"""校准: grades side by side, leniency of raters, changes with reason."""

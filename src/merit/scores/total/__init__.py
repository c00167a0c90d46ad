"""From weighted points to a total, through the modifiers in their fixed order."""

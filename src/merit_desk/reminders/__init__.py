"""One digest a day of what waits for a person, at an hour of their own, never on a day off."""

"""How far the set-up is."""

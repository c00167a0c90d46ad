"""Result and target to score, with working."""

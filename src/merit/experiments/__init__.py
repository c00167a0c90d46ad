"""A/B/n experiments: what is declared, how many units it needs, what the facts show, and what a manager should do."""

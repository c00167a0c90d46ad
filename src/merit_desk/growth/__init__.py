"""Career paths, promotion, development and improvement plans, talent."""

"""Re-scoring and re-paying a whole company at once, fast enough to follow a slider, equal to the engine to the fen."""

"""Pages of plans, rewards and targets."""

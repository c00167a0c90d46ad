"""Reading plans, rewards and targets."""

"""试算: history replayed under other plans, sliders, shadow runs, proportion of reward to result."""

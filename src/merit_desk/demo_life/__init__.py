"""What the people of the demo company do in Merit: cycles, goals, tasks and talks, by the desk's own actions."""

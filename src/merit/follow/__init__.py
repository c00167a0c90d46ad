"""Work between planning and judging: tasks, requests across departments, proposals, as tables of moves."""

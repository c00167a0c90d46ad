"""绩效合约: a person's plan of a cycle, issued, negotiated, signed by both sides, changed with reason and approval."""

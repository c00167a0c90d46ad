"""Commission: base, table, modifiers, override, refunds."""

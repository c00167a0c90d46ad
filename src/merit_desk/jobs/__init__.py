"""Work in the background: durable, with progress, cancel and resumption."""

"""Which alerts somebody sees, and how they are shown."""

"""Closing a period: seal its result with everything it rests on, verify it later, and hand on what was paid."""

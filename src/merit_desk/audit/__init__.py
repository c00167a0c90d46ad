"""The trail: who changed or read what, append-only and hash-chained."""

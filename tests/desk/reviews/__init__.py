"""Reviews: filling in, nominating, reading, publishing, proposals, and attacks on anonymity."""

"""Signs of gaming or false data: what was seen, how unlikely it is by chance, and what innocent reason it may have."""

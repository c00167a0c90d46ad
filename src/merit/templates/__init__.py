"""Plan templates per post, shipped as data, and their fit to a company: what it sells, where, and what it records."""

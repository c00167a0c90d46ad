"""Changes of accounts, each of which leaves an entry on the trail."""

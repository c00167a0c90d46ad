"""What keeps an installation safe: backups, restores, and what other tools may read."""

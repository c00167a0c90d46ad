"""The first page, finding, and a period at a glance."""

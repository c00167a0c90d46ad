"""The first page: a period of the company, its people, and the way down from any figure."""

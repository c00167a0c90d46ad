"""Reading help pages, lessons and attendance."""

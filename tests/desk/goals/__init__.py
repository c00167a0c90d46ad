"""Goals on the desk: alignment, splitting, drivers, checks, and who sees and sets what."""

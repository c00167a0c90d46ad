"""The fact store: versioned tables on disk, committed whole, readable as of any past load."""

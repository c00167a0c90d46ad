"""Score plans and targets: edit, compare, try."""

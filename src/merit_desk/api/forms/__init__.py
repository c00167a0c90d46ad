"""What the API takes and gives, and the forms of its settings pages."""

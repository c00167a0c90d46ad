"""A score plan as a form, and the form as the document that the core reads."""

"""A KPI as a form, and the form as the document that the core reads."""

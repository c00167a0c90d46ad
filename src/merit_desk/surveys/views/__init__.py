"""Pages of surveys: for those who ask, for employees who answer, for customers."""

"""The fact tables: columns, grain, and what makes a row wrong."""

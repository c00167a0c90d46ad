"""The frame of every page: design system, sentences, formats."""

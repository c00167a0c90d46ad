"""Sentences in Chinese and English for every code the core emits."""

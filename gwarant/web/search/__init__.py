"""Searching: tickets by what was said in them, and people, customers and systems by their names."""

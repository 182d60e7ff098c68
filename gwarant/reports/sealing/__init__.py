"""The house's seal on a report: its keys, its certificate, and how the two come into the file."""

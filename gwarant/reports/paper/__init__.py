"""A closed month on paper: its sections, and the PDF that a client can check."""

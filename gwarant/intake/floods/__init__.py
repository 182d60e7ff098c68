"""Mail that comes faster than people write: how much is let through, and what is kept back until somebody says."""

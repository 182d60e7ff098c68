"""Late corrections: what shall not count, decided by two of us, and by the client where they have a say."""

"""Jobs that tell of themselves: what they send, when they should, and what it means that they did not."""

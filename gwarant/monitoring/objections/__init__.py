"""What a client does not take as it was measured or left out, and how the house answers."""

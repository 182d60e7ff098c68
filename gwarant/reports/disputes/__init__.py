"""What a client does not take of a closed month as it was stated, and how the house answers."""

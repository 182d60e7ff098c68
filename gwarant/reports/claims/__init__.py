"""What becomes of the amounts of a month: the client claims and chooses, the house decides and pays."""

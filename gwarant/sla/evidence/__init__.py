"""Evidence: append-only rows of what happened, and their JSON Lines form."""

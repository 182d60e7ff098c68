"""Late corrections: at the desk asked for and approved, in the portal consented to."""

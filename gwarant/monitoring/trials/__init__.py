"""Looking once, now, from a place: asked of its probers, and what they found."""

"""States of which other tools tell us: read, matched with a system, deduplicated."""

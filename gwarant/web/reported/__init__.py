"""Where other tools tell us of states."""

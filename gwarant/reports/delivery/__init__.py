"""A stated month on its way to the client: the caretaker's note, who gets it, what was sent, and what came of it."""

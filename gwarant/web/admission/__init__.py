"""Who is served when more ask at once than can be served."""

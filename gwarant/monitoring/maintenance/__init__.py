"""Maintenance: announced once, with the notice that the contract asks for; while it lasts no alarm starts."""

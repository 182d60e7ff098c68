"""Outages: when a quorum of places says that a service is down, the ticket that this opens, and whom it wakes."""

"""Monitors, the places from which they are looked at, and what was seen there."""

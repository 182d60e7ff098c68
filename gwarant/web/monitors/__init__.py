"""Places, probers and monitors: what is looked at, from where, and how it stands."""

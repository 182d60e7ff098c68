"""The line on which probers ask what to look at and hand over what they saw."""

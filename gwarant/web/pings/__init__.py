"""The addresses at which jobs tell of themselves."""

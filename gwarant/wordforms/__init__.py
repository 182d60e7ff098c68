"""Words as a search compares them: without diacritics and capitals, each beside its basic forms, and in names nearly.

It knows no framework and no database.
"""

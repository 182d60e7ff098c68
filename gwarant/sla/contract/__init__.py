"""The contract language: text to records, packages, versions, the linter."""

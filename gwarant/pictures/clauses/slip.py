"""A typed value that cannot be understood: which sentence explains it, and what is set into the sentence."""


class Slip(ValueError):
    """Why a typed value was refused; `key` names the sentence in both languages."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

"""The column by which a row names a file."""

from typing import Any

from django.db import models


class HashField(models.CharField):  # type: ignore[type-arg]
    """The SHA-256 of a stored file: as long as a row names it so, the file stays.

    `gone` names the row's column that says when its bytes were erased, where they can be.
    """

    def __init__(self, *args: Any, gone: str = "", **kwargs: Any) -> None:
        self.gone = gone
        super().__init__(*args, **{"max_length": 64, **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, **({"gone": self.gone} if self.gone else {})}

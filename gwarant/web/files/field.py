"""The field of a form in which files are chosen."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gwarant.files.store import Stored
from gwarant.web.files.receiving import HELD, Held, held_in
from gwarant.web.files.upload import limits, most_of_file, most_of_form, too_words


class FilesInput(forms.Widget):
    """A file input for several files, below those that were received already, each with a box that takes it away."""

    template_name = "files/_input.html"
    needs_multipart_form = True
    input_type = "file"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Held:
        return held_in(data)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def format_value(self, value: Any) -> Any:
        return value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"].pop("required", None)
        signs = value.signs() if isinstance(value, Held) else []
        most = {"file": most_of_file(), "form": most_of_form(), "files": settings.ENV.form_files}
        return {**context, "held": signs, "held_name": HELD, "most": most, "limits": limits(), "too": too_words()}


class FilesField(forms.Field):
    """Files that came with the form, as Stored; what was left out is told, and all else is kept."""

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Files"), "required": False, **kwargs})

    def clean(self, value: Any) -> list[Stored]:
        held = value if isinstance(value, Held) else Held()
        if held.refused:
            raise forms.ValidationError(list(held.refused))
        return list(held.files)

"""Taking in what a browser sends: to the disk piece by piece, and no more than may be sent."""

from tempfile import NamedTemporaryFile
from typing import Any, NoReturn

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gwarant.files.names import name_of
from gwarant.files.sizes import MB, size_words
from gwarant.files.store import folder

AT_ALL = 4  # times what a form may have: of more no file is taken
READ_ON = 100  # times what a form may have: of more nothing behind the first file is read, and the line is cut
NAMED = 10  # files that were left out for one reason


def most_of_file() -> int:
    """Bytes of one file."""
    return int(settings.ENV.file_size) * MB


def most_of_form() -> int:
    """Bytes of all files of a form."""
    return int(settings.ENV.form_size) * MB


class Bounded(FileUploadHandler):
    """Leaves out the files that are too many or too large and reads on, so that nothing that was typed is lost.

    What was left out stands in `refused` of the request, in words; `is_too_much` says that no file was taken, because
    all together were far too large: `middleware.refusal` answers 413 then, with the form as it was typed.
    """

    file: "UploadedFile[Any]"  # while one is coming: the parser closes what it finds here when something is wrong

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.count = self.total = self.here = 0
        self.length = int(args[2])
        self.request.refused = []  # type: ignore[union-attr]
        self.request.is_too_much = self.length > AT_ALL * most_of_form()  # type: ignore[union-attr]
        if self.request.is_too_much:  # type: ignore[union-attr]
            self.request.refused.append(too_much())  # type: ignore[union-attr]

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.length > READ_ON * most_of_form():
            raise StopUpload(connection_reset=True)
        if self.request.is_too_much:  # type: ignore[union-attr]
            raise SkipFile
        self.count, self.here = self.count + 1, 0
        if self.count > settings.ENV.form_files:
            told = _("%(name)s was left out: at most %(most)s files can be sent at once.")
            self._refuse(told, settings.ENV.form_files)
        try:
            begun = NamedTemporaryFile(dir=folder().incoming())  # noqa: SIM115 (closed with the request)
        except OSError:
            self._refuse(_("%(name)s could not be kept just now. Please try again later."), "")
        self.file = UploadedFile(begun, name=self.file_name)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.here, self.total = self.here + len(raw_data), self.total + len(raw_data)
        if self.here > most_of_file():
            self.total -= self.here
            self._refuse(_("%(name)s was left out: a file may have at most %(most)s."), size_words(most_of_file()))
        if self.total > most_of_form():
            self.total -= self.here
            told = _("%(name)s was left out: all files together may have at most %(most)s.")
            self._refuse(told, size_words(most_of_form()))
        try:
            self.file.write(raw_data)
        except OSError:
            self._refuse(_("%(name)s could not be kept just now. Please try again later."), "")

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        done = self.file
        del self.file
        done.seek(0)
        done.size = file_size
        return done

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()

    def _refuse(self, told: str, most: Any) -> NoReturn:
        refused: list[str] = self.request.refused  # type: ignore[union-attr]
        if len(refused) < NAMED:
            refused.append(told % {"name": name_of(self.file_name or ""), "most": most})
        elif len(refused) == NAMED:
            refused.append(_("More files were left out. %(limits)s") % {"limits": limits()})
        raise SkipFile


def limits() -> str:
    """What may be sent, said beforehand."""
    env = settings.ENV
    said = {"files": env.form_files, "file": size_words(most_of_file()), "form": size_words(most_of_form())}
    text = ngettext(
        "Up to %(files)s file, at most %(file)s, together at most %(form)s.",
        "Up to %(files)s files, each at most %(file)s, together at most %(form)s.",
        env.form_files,
    )
    return text % said


def too_words() -> dict[str, str]:
    """What the page says while files are chosen; the script sets in the figures in braces."""
    files, file, form = settings.ENV.form_files, size_words(most_of_file()), size_words(most_of_form())
    many = ngettext("%(most)s file can be sent", "%(most)s files can be sent", files) % {"most": files}
    return {
        "large": _("{name} has {size}, up to %(most)s can be sent.") % {"most": file},
        "much": _("Together these files have {size}, up to %(most)s can be sent.") % {"most": form},
        "many": _("Chosen: {n}, and %(can)s. Remove {over}.") % {"can": many},
    }


def too_much() -> str:
    return _("Too much was sent at once.") + " " + limits()

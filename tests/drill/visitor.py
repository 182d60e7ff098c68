"""A person with a browser, as far as forms go: signs in, fills in, sends again until there is an answer."""

import http.cookiejar
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """A form of a page: where it goes, and what stands in it."""

    action: str
    values: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(own.get("action", "")))
        elif self.found and tag == "select":
            self._select = own.get("name", "")
        elif self.found and tag == "option" and self._select:
            if "selected" in own or not self.found[-1].values.get(self._select):
                self.found[-1].values[self._select] = own.get("value", "")
        elif self.found and own.get("name") and _counts(tag, own, self.found[-1].values):
            self.found[-1].values[own["name"]] = own.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""


def _counts(tag: str, own: dict[str, str], values: dict[str, str]) -> bool:
    """Whether a browser would send it when nothing was chosen by hand; of radio buttons the first one is pressed."""
    kind = own.get("type", "text") if tag == "input" else tag
    if kind == "radio":
        return own["name"] not in values or "checked" in own
    return kind not in ("submit", "checkbox", "file", "button") and tag in ("input", "textarea")


Files = dict[str, tuple[str, bytes]]  # field → the name of a file and its bytes
BOUNDARY = "between-the-parts-of-a-form"


def in_parts(values: dict[str, str], files: Files) -> bytes:
    """The body of a form with files."""
    told = {name: (f'name="{name}"', value.encode()) for name, value in values.items()}
    told |= {name: (f'name="{name}"; filename="{file}"', content) for name, (file, content) in files.items()}
    parts = [
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n"
        for head, content in told.values()
    ]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


class Gone(Exception):
    """Nobody answered in time."""


@dataclass
class Visitor:
    """One person."""

    base: str
    patience: float = 180
    retries: int = 0

    def __post_init__(self) -> None:
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), _Stay())

    def sign_in(self, email: str, password: str) -> None:
        """Through the page where one signs in."""
        self.send("/accounts/login/", "login", login=email, password=password)

    def send(self, page: str, mark: str, *, files: Files | None = None, **typed: str) -> str:
        """Fill in the form of the page that has a field or an action of that name; the address it leads to."""
        form = self.form(page, mark)
        status, target = self._answered(form.action or page, form.values | typed, files)
        if status not in (302, 303):
            raise AssertionError(f"{page} {mark}: {status}")
        return target

    def form(self, page: str, mark: str) -> Form:
        """The form as it stands on the page."""
        forms = Forms()
        forms.feed(self._answered(page)[1])
        for form in forms.found:
            if form.action.endswith(mark) or mark in form.values:
                return form
        raise AssertionError(f"{page} has no form {mark}")

    def _answered(self, path: str, values: dict[str, str] | None = None, files: Files | None = None) -> tuple[int, str]:
        """The answer; the same request again while there is none, as an impatient person or a browser does."""
        end, last = time.monotonic() + self.patience, ""
        while time.monotonic() < end:
            try:
                status, text = self._once(path, values, files)
                if status < 500:
                    return status, text
                last = f"{status} {text[:200]}"
            except OSError as error:
                last = f"{type(error).__name__} {error}"
            self.retries += 1
            time.sleep(0.2)
        raise Gone(f"{path}, at last {last}")

    def _once(self, path: str, values: dict[str, str] | None, files: Files | None) -> tuple[int, str]:
        data = urllib.parse.urlencode(values).encode() if values is not None else None
        headers = {"Referer": self.base + path}
        if values is not None and files:
            data = in_parts(values, files)
            headers["Content-Type"] = f"multipart/form-data; boundary={BOUNDARY}"
        request = urllib.request.Request(self.base + path, data, headers)
        try:
            with self.opener.open(request, timeout=15) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            if error.code in (302, 303):
                return error.code, error.headers["Location"]
            return error.code, error.read().decode(errors="replace")


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(self, *_: object) -> None:
        return None

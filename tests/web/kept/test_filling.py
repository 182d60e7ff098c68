"""A form is filled as a browser fills it when one goes back: all that was typed, and nothing comes alive."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.web.kept.filling import filled, form_for

PAGE = """<!DOCTYPE html><html lang="en"><head><title>a &amp; b</title><script src="/x.js"></script></head><body>
<form method="post" action="/other"><input name="title" value="not mine"></form>
<details class="more"><summary>Say</summary><form class="form" method="post" action="/here/replies">
<input type="hidden" name="csrfmiddlewaretoken" value="fresh"><input type="hidden" name="key" value="new">
<input name="title" value="old" maxlength="9"><textarea name="text" rows="3">
former &lt;words&gt;</textarea>
<input type="radio" name="as" value="a" checked><input type="radio" name="as" value="b">
<input type="checkbox" name="down" checked>
<input type="checkbox" name="many" value="1"><input type="checkbox" name="many" value="2">
<select name="class_id"><option value="x" selected>X</option><option value="y">Y</option></select>
<input type="password" name="password"><button>Send</button>
<button name="look" formaction="/here/notes">Note</button></form></details>
</body></html>"""


class Sent(HTMLParser):
    """What a browser would send of the form to an address, and what is open."""

    def __init__(self, page: str, target: str) -> None:
        super().__init__()
        self.target, self.inside, self.fields, self.select = target, False, [], ""
        self.text: list[str] | None = None
        self.opened = 0
        self.feed(page)

    fields: list[tuple[str, str]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.opened += tag == "details" and "open" in told
        if tag == "form":
            self.inside = told.get("action") == self.target
        elif not self.inside:
            return
        elif tag == "select":
            self.select = told["name"]
        elif tag == "option" and "selected" in told:
            self.fields.append((self.select, told["value"]))
        elif tag == "textarea":
            self.name, self.text = told["name"], []
        elif tag == "input" and (told.get("type") not in ("radio", "checkbox") or "checked" in told):
            self.fields.append((told["name"], told.get("value", "on" if told.get("type") == "checkbox" else "")))

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.text is not None:
            self.fields.append((self.name, "".join(self.text).removeprefix("\n")))
            self.text = None
        elif tag == "form":
            self.inside = False


def refilled(typed: list[list[str]], path: str = "/here/replies", page: str = PAGE) -> str:
    form = form_for(page, "/here", path, typed)
    assert form is not None
    return filled(page, form, typed, "<p>NOTICE</p>")


def sent(page: str, target: str = "/here/replies") -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in Sent(page, target).fields:
        found.setdefault(name, []).append(value)
    return found


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), min_size=1)


@given(title=WORDS, text=WORDS, way=st.sampled_from("ab"), down=st.booleans(), many=st.sets(st.sampled_from("12")))
def test_what_is_filled_in_is_sent_again_as_it_was(title: str, text: str, way: str, down: bool, many: set[str]) -> None:
    typed = [["key", "k"], ["title", title], ["text", text], ["as", way], ["class_id", "y"], ["gone", "still here"]]
    typed += [["down", "on"]] if down else []
    typed += [["many", one] for one in sorted(many)]
    found = sent(refilled(typed))
    assert found.pop("csrfmiddlewaretoken") == ["fresh"]
    assert found.pop("password") == [""]
    wanted: dict[str, list[str]] = {}
    for name, value in typed:
        wanted.setdefault(name, []).append(value)
    assert found == wanted


def test_only_the_form_that_was_sent_is_touched_and_the_rest_stays_to_the_byte() -> None:
    page = refilled([["title", "mine"]])
    before, _, after = PAGE.partition('<details class="more">')
    assert page.startswith(before)
    assert page.endswith("</details>\n</body></html>")
    assert sent(page, "/other") == {"title": ["not mine"]}
    assert after


def test_what_hides_the_form_is_opened_and_the_notice_stands_before_it() -> None:
    page = refilled([["title", "mine"]])
    assert Sent(page, "/here/replies").opened == 1
    assert page.index("NOTICE") < page.index('action="/here/replies"')


def test_a_button_that_sends_elsewhere_is_a_way_to_its_form() -> None:
    assert sent(refilled([["text", "a note"]], path="/here/notes"))["text"] == ["a note"]


def test_a_choice_that_is_not_offered_now_is_sent_along() -> None:
    assert sent(refilled([["as", "c"], ["title", "t"]]))["as"] == ["c"]


def test_a_page_without_the_form_is_no_place_for_it() -> None:
    assert form_for(PAGE, "/here", "/elsewhere", [["text", "x"]]) is None


@pytest.mark.parametrize(
    "evil", ["</textarea><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&lt;b&gt;"]
)
def test_nothing_typed_comes_alive(evil: str) -> None:
    page = refilled([["title", evil], ["text", evil], ["gone", evil]])
    assert sent(page)["text"] == [evil]
    assert page.count("<script") == PAGE.count("<script")
    assert "<img" not in page

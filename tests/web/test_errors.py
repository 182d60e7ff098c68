"""What is typed survives our own faults."""

from django.test import RequestFactory

from gwarant.web.errors import server_error

TYPED = {"title": "Nothing prints", "text": "Since <b>noon</b>.", "password": "hidden", "key": "k-1"}


def test_a_fault_of_ours_gives_back_what_was_typed() -> None:
    request = RequestFactory(headers={"Sec-Fetch-Site": "same-origin"}).post("/portal/report", TYPED)
    answer = server_error(request)
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Nothing prints" in page
    assert "Since &lt;b&gt;noon&lt;/b&gt;." in page
    assert "hidden<" not in page
    assert "k-1" not in page


def test_a_fault_of_ours_shows_nothing_that_another_site_sent() -> None:
    request = RequestFactory(headers={"Sec-Fetch-Site": "cross-site"}).post("/portal/report", TYPED)
    assert "Nothing prints" not in server_error(request).content.decode()

"""Addresses as people write them go over the wire as servers read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.prober.addresses import ascii_host, ascii_url
from gwarant.prober.wrong import Unfit


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (
            "http://żółw.example/ścieżka?q=ż b#tu",
            "http://xn--w-uga1v8h.example/%C5%9Bcie%C5%BCka?q=%C5%BC%20b",
        ),
        ("https://shop.example/a%20b?c=%C5%BC&d=[1]", "https://shop.example/a%20b?c=%C5%BC&d=[1]"),
        ("https://Żółw.example:8443", "https://xn--w-uga1v8h.example:8443"),
        ("http://[2001:db8::1]:80/", "http://[2001:db8::1]:80/"),
        ("HTTPS://ż:ó@shop.example/", "https://%C5%BC:%C3%B3@shop.example/"),
    ],
)
def test_an_address_is_asked_for_in_ascii(typed: str, asked: str) -> None:
    assert ascii_url(typed) == asked


@given(st.text(max_size=30), st.text(max_size=30))
def test_whatever_is_typed_is_asked_for_in_ascii_or_refused_and_once_is_enough(host: str, rest: str) -> None:
    try:
        found = ascii_url(f"https://{host}/{rest}")
    except Unfit:
        return
    assert found.isascii()
    assert " " not in found
    assert ascii_url(found) == found


@pytest.mark.parametrize("typed", ["http://", "http://[::1", "http://a:99999/", "http://a b/", "http://ż..pl/", "a/b"])
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(Unfit, match="write https"):
        ascii_url(typed)


@pytest.mark.parametrize("typed", ["http://faß.example/", "http://ⓛive.example/", "http://a。example/"])
def test_a_name_that_may_mean_two_hosts_is_refused(typed: str) -> None:
    with pytest.raises(Unfit, match="may mean two hosts; write it as name servers know it"):
        ascii_url(typed)


def test_a_host_is_a_name_or_an_address_alone() -> None:
    assert [ascii_host(one) for one in ("żółw.example", "10.0.0.1", "fe80::1%eth0", "[::1]", "_x.local.")] == [
        *("xn--w-uga1v8h.example", "10.0.0.1", "fe80::1%eth0", "[::1]", "_x.local."),
    ]
    for wrong in ("a b", "https://a", "a:80", "-a", "a..b", "ż" * 64):
        with pytest.raises(Unfit, match="name or an address alone"):
            ascii_host(wrong)

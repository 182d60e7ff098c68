"""A URL is read so strictly that no two readers could take it for two places."""

import pytest

from gwarant.safe_http import HttpFailed, Policy, place_of

ANY = Policy(ports=range(1, 65536), may_be_plain=True)
NO_ADDRESS = [
    "",
    "//host/x",
    "host/x",
    "https:host/x",
    "https:/host/x",
    "https:///x",
    "https://",
    "file:///etc/passwd",
    "gopher://host/",
    "dict://host:11211/",
    "ftp://host/",
    "javascript:alert(1)",
    "data:text/plain,x",
    "ldap://host/",
    "jar:https://host/x!/",
    "netdoc:///etc/passwd",
    "https+unix://%2Fvar%2Frun%2Fdocker.sock/x",
    "https://me:secret@host/x",
    "https://me@host/x",
    "https://@host/x",
    "https://:@host/x",
    "https://host:80@127.0.0.1/",
    "https://host\\@127.0.0.1/",
    "https:\\\\host\\x",
    "https://host/a b",
    "https://host/a\tb",
    "https://host/a\r\nHost: b",
    "https://host/a\nb",
    "https://ho\nst/",
    "https://ho\tst/",
    " https://host/",
    "https://host/ ",
    "\x00https://host/",
    "https://host\x00.example/",
    "https://host/\x7f",
    "https://host/ä",
    "https://host/?ä",
    "https://host/\u2028",
    "https://host\u200b.example/",
    "https://ho\u00adst/",
    "https://exa mple/x",
    "https://host:0/",
    "https://host:65536/",
    "https://host:99999/",
    "https://host:-1/",
    "https://host:0x50/",
    "https://host:8o/",
    "https://host:٨٠/",
    "https://host:80:90/",
    "https://host:+80/",
    "https://host./",
    "https://localhost./",
    "https://127.0.0.1./",
    "https://host../",
    "https://.host/",
    "https://a..b/",
    "https://-host/",
    "https://host-/",
    "https://ho%73t/",
    "https://%31%32%37.0.0.1/",
    "https://127.0.0.1%00.example/",
    "https://host,other/",
    "https://host;x/",
    "https://host&x/",
    "https://*/",
    "https://host'/",
    f"https://{'a' * 64}.example/",
    f"https://{'.'.join(['a' * 60] * 5)}/",
    f"https://host/{'a' * 5000}",
    "https://127.1/",
    "https://127.0.1/",
    "https://0/",
    "https://00/",
    "https://0x7f.1/",
    "https://0x7f000001/",
    "https://0X7F000001/",
    "https://0x7f.0x0.0x0.0x1/",
    "https://2130706433/",
    "https://017700000001/",
    "https://0177.0.0.1/",
    "https://0177.0.0.01/",
    "https://127.0.0.001/",
    "https://127.0.0.1.1/",
    "https://127.0.0.256/",
    "https://127.0.0.0x1/",
    "https://127.0.0.0x/",
    "https://host.1/",
    "https://host.0x1/",
    "https://4294967297/",
    "https://１２７.0.0.1/",
    "https://127。0。0。1/",
    "https://①②⑦.⓪.⓪.①/",
    "https://ⓛocalhost/",
    "https://ｌｏｃａｌｈｏｓｔ/",
    "https://localhoſt/",
    "https://℀.example/",
    "https://straße.example/",
    "https://ﬁle.example/",
    "https://host／x/",
    "https://host？x/",
    "https://host＃x/",
    "https://host＠x/",
    "https://[::1/",
    "https://::1/",
    "https://[::1]x/",
    "https://[::1]x:80/",
    "https://[::1%25lo]/",
    "https://[fe80::1%eth0]/",
    "https://[v1.x]/",
    "https://[127.0.0.1]/",
    "https://[host]/",
    "https://[]/",
    "https://[::1]:x/",
    "https://[::1:80/",
    "https://[:::1]/",
]


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_what_can_be_read_in_two_ways_is_refused(url: str) -> None:
    with pytest.raises(HttpFailed) as caught:
        place_of(url, ANY)
    assert (caught.value.code, caught.value.is_final) == ("address", True)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://ntfy.sh/x", "https://ntfy.sh:443/x"),
        ("HTTPS://NTFY.sh/x?auth=1#there", "https://ntfy.sh:443/x?auth=1"),
        ("http://host", "http://host:80/"),
        ("https://host:/", "https://host:443/"),
        ("https://host?x", "https://host:443/?x"),
        ("https://host:8443/a%20b", "https://host:8443/a%20b"),
        ("https://_acme.a-b.example/", "https://_acme.a-b.example:443/"),
        ("https://żółw.example/", "https://xn--w-uga1v8h.example:443/"),
        ("https://ŻÓŁW.example/", "https://xn--w-uga1v8h.example:443/"),
        ("https://xn--w-uga1v8h.example/", "https://xn--w-uga1v8h.example:443/"),
        ("https://1.1.1.1/", "https://1.1.1.1:443/"),
        ("https://[2A00:0:0::1]:8443/", "https://[2a00::1]:8443/"),
        ("https://1password.example/", "https://1password.example:443/"),
    ],
)
def test_a_place_has_one_spelling(url: str, place: str) -> None:
    assert place_of(url, ANY).url == place
    assert place_of(place, ANY) == place_of(url, ANY)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://host/", "plain"),
        ("https://host:25/", "port"),
        ("https://host:6379/", "port"),
        ("https://host:80/", ""),
        ("http://own.example/", ""),
        ("http://OWN.example:25/", ""),
        ("http://this.example:81/", ""),
        ("http://this.example:82/", "plain"),
        ("http://10.1.2.3:9/", ""),
        ("http://10.2.2.3:9/", "plain"),
        ("http://[fd00::1]:9/", ""),
        ("http://[fd01::1]:9/", ""),
        ("https://other.own.example:81/", "port"),
    ],
)
def test_what_the_house_named_may_be_asked_otherwise(url: str, code: str) -> None:
    policy = Policy(inside=("own.example", "this.example:81", "10.1.0.0/16", "[fd00::1]", "fd01::/16"))
    try:
        place_of(url, policy)
        said = ""
    except HttpFailed as error:
        said = error.code
    assert said == code

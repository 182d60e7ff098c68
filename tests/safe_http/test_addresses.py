"""Which addresses belong to the whole internet."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.safe_http.addresses import is_public, is_within, networks_of

PUBLIC = ("1.1.1.1", "93.184.216.34", "192.0.1.1", "172.32.0.1", "2606:2800:220:1:248:1893:25c8:1946", "2a00:1450::1")
LISTED = """
127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 172.16.9.9 172.31.255.255 192.168.1.1 169.254.169.254
100.64.0.1 100.127.255.255 192.0.0.1 192.0.0.8 192.0.0.9 192.0.0.170 192.0.2.1 192.88.99.1 198.18.0.1 198.19.255.255
198.51.100.1 203.0.113.7 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
::1 :: ::127.0.0.1 ::a00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:93.184.216.34 fe80::1 fe80::1%eth0 febf::1 fec0::1
feff::1 fc00::1 fd00::1 fd12:3456::1 ff01::1 ff02::1 ff05::2 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::7f00:1
100::1 2001::1 2001:0:53aa:64c::80ff:fffe
2001:2::1 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:a00:1::1 3fff::1 5f00::1
4000::1 8000::1 1fff::1 2a00:1450::5efe:7f00:1 2a00:1450::200:5efe:a00:1 2a00::1%lo
localhost 127.1 2130706433 0x7f000001 0177.0.0.1 1.2.3 1.2.3.4.5 1.2.3.256 x
"""
NOT_PUBLIC = LISTED.split()


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_whole_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", [*NOT_PUBLIC, "", " 1.1.1.1", "1.1.1.1\n", "1.1.1.1/32"])
def test_any_other_is_not(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses())
def test_what_the_library_calls_closed_is_not_public(address: object) -> None:
    found = ip_address(str(address))
    closed = found.is_private or found.is_loopback or found.is_link_local or found.is_multicast or found.is_unspecified
    assert not (closed and is_public(str(found)))


@given(st.ip_addresses(v=4))
def test_no_address_of_version_4_hides_in_one_of_version_6(address: object) -> None:
    number = int(ip_address(str(address)))
    hidden = (number, 0xFFFF << 32 | number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80, 0x20010000 << 96)
    assert not any(is_public(str(ip_address(one if one >> 32 else one + (1 << 127)))) for one in hidden)


def test_a_network_of_the_house_holds_its_own_version_only() -> None:
    networks = networks_of(("ntfy.example", "10.1.0.0/16", "fd00::/8"))
    assert [
        is_within(one, networks) for one in ("10.1.2.3", "10.2.0.1", "fd00::1", "::ffff:10.1.2.3", "ntfy.example")
    ] == [
        True,
        False,
        True,
        False,
        False,
    ]


def test_a_network_that_is_none_is_told() -> None:
    with pytest.raises(ValueError, match="/99"):
        networks_of(("10.1.0.0/99",))

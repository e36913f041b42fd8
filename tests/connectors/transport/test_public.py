"""Which addresses may be connected to: the registry's blocks, their edges and disguises."""

import pytest

from connectors.transport.public import is_public

PRIVATE = [
    "0.0.0.0",  # noqa: S104 (nothing is bound: this must be refused)
    "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255",
    "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255",
    "192.0.0.1", "192.0.0.8", "192.0.0.255", "192.0.2.1", "192.88.99.1", "192.168.0.1",
    "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.9", "224.0.0.1", "239.255.255.255",
    "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "64:ff9b:1::808:808", "100::1", "2001::1",
    "2001:0:7f00:1::", "2001:1ff:ffff::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::",
    "3fff::1", "3fff:fff:ffff::1", "5f00::1", "fc00::1", "fd00::1", "fe80::1", "fe80::1%eth0",
    "fec0::1", "ff02::1", "4000::1", "1fff::1", "2606:4700::1111%eth0",
]  # fmt: skip

PUBLIC = [
    "1.1.1.1", "8.8.8.8", "11.0.0.1", "93.184.216.34", "100.63.255.255", "100.128.0.1",
    "172.15.255.255", "172.32.0.1", "192.0.1.1", "192.88.98.1", "192.88.100.1", "198.17.255.255",
    "198.20.0.1", "223.255.255.255", "2000::1", "2001:200::1", "2001:4860:4860::8888",
    "2606:4700:4700::1111", "2a00:1450::1", "3ffe::1", "3fff:1000::1", "::ffff:8.8.8.8",
    "64:ff9b::808:808",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_no_special_address_is_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_the_rest_of_the_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize("text", ["", "localhost", "127.1", "2130706433", "8.8.8.8:80", "8.8.8"])
def test_what_is_no_address_is_not_public(text):
    assert not is_public(text)

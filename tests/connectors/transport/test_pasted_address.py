"""Whoever pasted a calendar's page is told where its address stands."""

import pytest

from connectors.quirks.pasted_address import PROVIDERS, advice, directions

PAGE = b"<!DOCTYPE html><html><head><title>Calendar</title>"


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("calendar.google.com", "Secret address in iCal format"),
        ("accounts.google.com", "Secret address in iCal format"),
        ("outlook.live.com", "ICS link"),
        ("outlook.office365.com", "ICS link"),
        ("login.microsoftonline.com", "ICS link"),
        ("www.icloud.com", "Public Calendar"),
        ("p42-caldav.icloud.com", "Public Calendar"),
        ("app.fastmail.com", "ends in .ics"),
        ("calendar.proton.me", "Share with anyone"),
        ("calendar.zoho.eu", "iCal"),
        ("ZOHO.com.", "iCal"),
    ],
)
def test_a_page_of_a_known_provider_brings_its_advice(host, words):
    assert words in advice(host, PAGE)


def test_nextcloud_is_known_by_its_page_under_any_name():
    page = PAGE + b'<meta name="application-name" content="Nextcloud">'
    assert "?export" in advice("cloud.example.org", page)


@pytest.mark.parametrize("host", ["example.org", "notgoogle.com", "google.com.evil.example", ""])
def test_a_page_of_somebody_unknown_brings_none(host):
    assert advice(host, PAGE) is None


@pytest.mark.parametrize(
    "start",
    [
        b"<html>",
        b"\r\n  <!doctype HTML>",
        b"\xef\xbb\xbf<html lang=en>",
        b"<!-- saved --><HTML>",
        b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN">',
        b"<head>",
        b"<body>",
    ],
)
def test_a_web_page_is_known_by_its_start(start):
    assert advice("calendar.google.com", start)


@pytest.mark.parametrize(
    "start",
    [b"BEGIN:VCALENDAR\r\nX-ALT-DESC:<html>", b"", b"{}", b"<feed>", b"PK\x03\x04", b"<headline>",
     b"<?xml version='1.0'?><D:multistatus/>"],
)  # fmt: skip
def test_what_is_no_web_page_brings_none(start):
    assert advice("calendar.google.com", start) is None


def test_every_provider_has_directions():
    assert {provider.name for provider in PROVIDERS} >= {"Google Calendar", "Nextcloud"}
    for provider in PROVIDERS:
        said = directions(provider.hosts[0]) if provider.hosts else directions("", b"nextcloud")
        assert said.startswith(f"In {provider.name}, ")
        assert said.endswith(".")

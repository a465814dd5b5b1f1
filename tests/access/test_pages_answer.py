"""Every page that a person may open answers."""

from __future__ import annotations

from tests.browser import Browser


def test_home(secretary: Browser) -> None:
    r = secretary.get("/")
    assert r.status_code == 200, r.text

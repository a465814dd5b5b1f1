"""Rules of signing in as tables: tries, and what a password must be."""

from __future__ import annotations

import pytest

from convene.accounts import rules

ADDRESS = "primary.nl@tnap.example"
GUESSED = "That is easily guessed; use a few words of your own."


@pytest.mark.parametrize("count, limit, too_often", [(0, 5, False), (5, 5, False), (6, 5, True)])
def test_is_too_often_on_each_side_of_the_limit(count: int, limit: int, too_often: bool) -> None:
    assert rules.is_too_often(count, limit) is too_often


@pytest.mark.parametrize(
    "password, said",
    [
        ("", "Use at least 12 characters; a few words make a good one."),
        ("elevenchars", "Use at least 12 characters; a few words make a good one."),
        ("twelve chars", ""),
        ("four plain words here", ""),
        ("Ein Passwort mit Ümläuten", ""),
        (("abcdefgh" * 16), ""),
        (("abcdefgh" * 16) + "i", "Use at most 128 characters."),
        ("aaaaaaaaaaaa", GUESSED),
        ("abcdabcdabcd", GUESSED),
        ("abcdeabcdeabcde", ""),
        ("my primary.nl word", GUESSED),
        ("my PRIMARY.NL word", GUESSED),
        ("passwordpassword", GUESSED),
        ("PasswordPassword", GUESSED),
    ],
)
def test_password_findings(password: str, said: str) -> None:
    found = rules.password_findings(password, address=ADDRESS)
    assert [f.text for f in found] == ([said] if said else [])
    assert all(f.field == "password" for f in found)

"""Links that prove themselves: for one purpose, one key and one generation."""

from __future__ import annotations

import pytest
from flask import Flask

from convene.accounts.proofs import Purpose, fingerprint, is_proof, key_in, new_visit_token, token
from convene.db import new_key

KEY = "A" * 22


def test_token_proves_its_purpose_key_and_generation_alone(context: Flask) -> None:
    text = token(Purpose.INVITATION, KEY, 3)
    proven = {
        (purpose, key, generation)
        for purpose in Purpose
        for key in (KEY, "B" * 22)
        for generation in range(6)
        if is_proof(text, purpose, key, generation)
    }
    assert proven == {(Purpose.INVITATION, KEY, 3)}
    assert key_in(text) == KEY


@pytest.mark.parametrize("place", [0, 10, 21, 22, 40, 53])
def test_token_changed_in_one_place_proves_nothing(context: Flask, place: int) -> None:
    text = token(Purpose.SIGN_IN, KEY)
    changed = text[:place] + ("x" if text[place] != "x" else "y") + text[place + 1 :]
    assert is_proof(text, Purpose.SIGN_IN, KEY)
    assert not is_proof(changed, Purpose.SIGN_IN, KEY)


@pytest.mark.parametrize("text", ["", "short", KEY, "A" * 53, "A" * 55, "ü" * 55])
def test_text_of_another_length_names_no_key(context: Flask, text: str) -> None:
    assert key_in(text) == ""
    assert not is_proof(text, Purpose.SIGN_IN, KEY)


def test_keys_and_visit_tokens_are_long_and_never_repeat() -> None:
    keys, tokens = {new_key() for _ in range(500)}, {new_visit_token() for _ in range(500)}
    assert (len(keys), len(tokens)) == (500, 500)
    assert {len(key) for key in keys} == {22}
    assert {len(text) for text in tokens} == {43}


def test_fingerprint_holds_nothing_of_the_token() -> None:
    text = new_visit_token()
    assert len(fingerprint(text)) == 64
    assert text not in fingerprint(text)

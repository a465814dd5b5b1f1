"""Links that prove themselves: a row's key and a keyed digest over it, so that no usable link lies in the database."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from enum import StrEnum

from flask import current_app

LENGTH = 32


class Purpose(StrEnum):
    """What a link is for; a link of one purpose proves nothing for another."""

    FEED = "feed"
    INVITATION = "invitation"
    MAIL = "mail"
    POLL = "poll"
    REGISTRATION = "registration"
    SIGN_IN = "sign-in"


def _seal(purpose: Purpose, key: str, generation: int) -> str:
    secret: bytes = current_app.config["CONVENE"].secret
    digest = hmac.new(secret, f"{purpose}\x1f{key}\x1f{generation}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest)[:LENGTH].decode()


def token(purpose: Purpose, key: str, generation: int = 0) -> str:
    """The text that goes into an address: the key and its seal. A new generation makes all earlier ones void."""
    return f"{key}{_seal(purpose, key, generation)}"


def key_in(text: str) -> str:
    """The key that a token names; empty when it cannot be one. Proves nothing by itself."""
    return text[:-LENGTH] if len(text) == 22 + LENGTH else ""


def is_proof(text: str, purpose: Purpose, key: str, generation: int = 0) -> bool:
    """Whether the token was made by this installation for that purpose, key and generation; in constant time."""
    return hmac.compare_digest(text.encode(), token(purpose, key, generation).encode())


def new_visit_token() -> str:
    """256 random bits for a browser's cookie."""
    return secrets.token_urlsafe(32)


def fingerprint(text: str) -> str:
    """What is stored in place of a visit's token."""
    return hashlib.sha256(text.encode()).hexdigest()

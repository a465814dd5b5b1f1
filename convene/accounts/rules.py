"""Rules of signing in: how often one may try, how long things last, what a password must be."""

from __future__ import annotations

from datetime import timedelta

from convene.findings import Finding, Level

LINK_LASTS = timedelta(minutes=10)
WINDOW = timedelta(minutes=15)
TRIES = 10
LINKS = 5
LEAST_LETTERS = 12
MOST_LETTERS = 128


def is_too_often(count: int, limit: int) -> bool:
    """Whether one more try within the window is one too many."""
    return count > limit


def password_findings(password: str, *, address: str) -> list[Finding]:
    """Length decides (ASVS 6.2): 12 to 128 characters, not the address, not one repeated pattern."""
    if len(password) < LEAST_LETTERS:
        return [
            Finding(
                "", Level.REFUSE, f"Use at least {LEAST_LETTERS} characters; a few words make a good one.", "password"
            )
        ]
    if len(password) > MOST_LETTERS:
        return [Finding("", Level.REFUSE, f"Use at most {MOST_LETTERS} characters.", "password")]
    words = "".join(c for c in password.lower() if c.isalpha())
    is_known = any(words == word * times for word in COMMON for times in (1, 2, 3)) or not words
    if len(set(password)) < 5 or address.split("@", 1)[0].lower() in password.lower() or is_known:
        return [Finding("", Level.REFUSE, "That is easily guessed; use a few words of your own.", "password")]
    return []


# What is left of the commonest passwords without their figures and signs; length keeps most others out.
COMMON = frozenset(
    "password passw passwd qwerty qwertyuiop qwertz azerty asdfghjkl letmein iloveyou admin administrator welcome "
    "changeme secret correcthorsebatterystaple monkey dragon football baseball sunshine princess master superman "
    "abc abcdef abcdefgh test testtest convene secretariat".split()
)

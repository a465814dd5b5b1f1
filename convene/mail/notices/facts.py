"""What every notice is made from: whom it is to, plain facts, the address to follow, and the host's zone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from convene import clock
from convene.mail.messages import Addressed
from convene.mail.terms import Letter

Facts = Mapping[str, Any]
Notice = Callable[[Addressed, Facts, str, str], Letter]


def moment_for(moment: datetime, zone: str, own: str) -> str:
    """The host's day and hour, and those of the reader where their zone is another and known."""
    words = clock.moment_words(moment, zone)
    return words if not own or own == zone else f"{words} ({clock.moment_words(moment, own)}, your time)"

"""Letters that are about no invitation: one function per kind, in the table below.

Each is given whom it is to, the facts of its outbox row (plain words and ISO instants, never a title, country or
paper; settled 6), the address to follow, and the host's zone. For somebody at risk subject and words are neutral.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from convene.mail.messages import Addressed
from convene.mail.terms import Letter

Facts = Mapping[str, Any]
NOTICES: dict[str, Callable[[Addressed, Facts, str, str], Letter]] = {}

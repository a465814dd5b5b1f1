"""Addresses inside this installation: how they are made, and which may be followed after signing in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from werkzeug.routing import Rule


class Route(Rule):
    """A route whose addresses are put together by code that is made when the first one is asked for.

    Werkzeug makes it for every route at the start: a seventh of a second for ours, of which few are used by any one
    process. A later Werkzeug without this method would make them at the start again, and nothing else would change.
    """

    def _compile_builder(self, *how: Any, **named: Any) -> Callable[..., tuple[str, str]]:
        made: list[Callable[..., tuple[str, str]]] = []

        def build(rule: Rule, *given: Any, **values: Any) -> tuple[str, str]:
            if not made:
                made.append(super(Route, self)._compile_builder(*how, **named))
            return made[0](rule, *given, **values)

        return build


def safe_path(text: str | None) -> str:
    """A path of this installation; “/” for anything that could lead elsewhere."""
    if not text or not text.startswith("/") or text.startswith("//") or "\\" in text or any(ord(c) < 33 for c in text):
        return "/"
    parts = urlsplit(text)
    return text if not parts.scheme and not parts.netloc else "/"

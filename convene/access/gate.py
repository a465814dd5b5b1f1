"""The first door: every endpoint declares what it needs, and is asked before its view runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask

from convene.access.terms import Action

V = TypeVar("V", bound=Callable[..., object])


class Missing(Exception):
    """It is not there, or not for this reader; nobody is told which."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a view needs, and what is to be done before its transaction begins (parsing, hashing; settled 24)."""

    action: Action
    prepare: Callable[..., None] | None = None
    own_transaction: bool = False


class UndeclaredEndpoint(RuntimeError):
    """An endpoint says nothing about who may use it; the program does not start with it."""


def needs(
    action: Action, *, prepare: Callable[..., None] | None = None, own_transaction: bool = False
) -> Callable[[V], V]:
    """Declare what a view needs. With `own_transaction` the view opens none of the request's (static files, probes)."""

    def mark(view: V) -> V:
        view.convene_need = Need(action, prepare, own_transaction)  # type: ignore[attr-defined]  # A function takes attributes.
        return view

    return mark


def need_of(app: Flask, endpoint: str) -> Need | None:
    """What an endpoint declared; None where it declared nothing."""
    found = getattr(app.view_functions.get(endpoint), "convene_need", None)
    return found if isinstance(found, Need) else None


def verify(app: Flask) -> None:
    """Stop the start when an endpoint declares nothing. Raises UndeclaredEndpoint naming it."""
    silent = sorted(r.endpoint for r in app.url_map.iter_rules() if need_of(app, r.endpoint) is None)
    if silent:
        raise UndeclaredEndpoint(f"no access is declared for {', '.join(silent)}")

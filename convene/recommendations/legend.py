"""What may stand in each column of a list of past recommendations, for whoever writes one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from convene.bodies.models import Body
from convene.recommendations.cells import THEMES
from convene.recommendations.history import kinds_of
from convene.recommendations.importing import CLOSINGS, OUR_RESPONSES, OUR_STATES, RESPONSES, read_as
from convene.recommendations.terms import OPEN_SERIES, TEXT_MOST, AddresseeKind

A_DAY = "A day, as 2019-06-01"


def any_of(words: Iterable[object]) -> str:
    """Words of which one may stand in a cell."""
    return ", ".join(str(word) for word in words)


def themes(otherwise: str = "left out") -> str:
    """What may stand in a column of themes, and what becomes of any other."""
    known = "; ".join(THEMES)
    return f"Several with a semicolon between them: {known}. Any other is named when you look, and {otherwise}."


def also_read(known: Mapping[str, object], usual: Sequence[str]) -> str:
    """The words of lists elsewhere that may stand as well, each group with what it is read as."""
    groups: dict[str, list[str]] = {}
    for word in known:
        if word and word not in usual:
            groups.setdefault(read_as(word, known, usual), []).append(word)
    said = "; ".join(f"{any_of(words)} (as {ours})" for ours, words in groups.items())
    return f"Lists elsewhere say it otherwise; read as well, and named when you look: {said}."


def of_recommendations(body: Body) -> tuple[tuple[str, str], ...]:
    """The columns, each with what may stand in it."""
    series = body.symbol
    return (
        ("text", f"Must be there: the exact words, up to {TEXT_MOST} characters."),
        (
            "symbol",
            (
                f"Lines with the same one are one recommendation, with a line for each addressee. {series}/2019/1/R.3 "
                f"is tied to the meeting {series}/2019/1. Left empty, one is drawn: {series}/LIST/R.1 and so on. "
                f"{series}{OPEN_SERIES}1 and so on stand for what is released alone."
            ),
        ),
        ("adopted on", f"{A_DAY}; not one to come."),
        ("kind", f"One of: {any_of(kinds_of(body))}."),
        ("countries", "By name, with a comma between them."),
        ("theme", themes("kept in the history, where no search by theme finds it")),
        (
            "state",
            (
                f"One of: {any_of(OUR_STATES)}. Transmitted and answered follow from the days and answers. "
                f"{also_read(CLOSINGS, OUR_STATES)}"
            ),
        ),
        (
            "addressee",
            (
                "One to a line: a party of the body by the name that it has here, or anybody else by name. Another "
                "name or code of its State, as USA or Holland, is read as the party, and named when you look. One who "
                "is no party, and whose name is nearly that of one, needs an addressee kind."
            ),
        ),
        ("addressee kind", f"For those who are no party, one of: {any_of(k for k in AddresseeKind if k != 'party')}."),
        ("sent on", f"{A_DAY}; not before it was adopted."),
        ("due on", f"{A_DAY}; not before it was sent."),
        ("response", f"One of: {any_of(OUR_RESPONSES)}. {also_read(RESPONSES, OUR_RESPONSES)}"),
        ("answered on", f"{A_DAY}; not before it was sent."),
        ("answer, action, evidence", "In the addressee’s own words."),
        ("next report on", f"{A_DAY}."),
        ("cycle, recommending State", "As lists of human-rights recommendations have them."),
    )

"""The words of the access matrix: who may get what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Who(StrEnum):
    """Who gets what a row says; everybody else gets the 404, and nobody signed in is asked to sign in."""

    EVERYBODY = "everybody"
    SOMEBODY = "whoever is signed in or came by a link"
    SIGNED_IN = "whoever is signed in"
    OF_ANY_BODY = "secretariat or seat of any body"
    OF_THE_BODY = "its seats, if announced, and its secretariat"
    SECRETARIAT = "its secretariat"
    SECRETARIES = "the secretariat of any body"
    READERS = "whoever may see it"
    SIGNED_READERS = "whoever may see it, signed in"
    SEATED_READERS = "the holder of a member's seat who may see it"
    SHARERS = "the seats of the member that shares it, and its secretariat"
    UPLOADER = "whoever uploaded it, and its secretariat"
    AUTHORS = "the party that wrote it, and its secretariat"
    OWNER = "the person it belongs to"
    CHAIR = "whoever takes its chair, and its secretariat"
    NOTE_TAKER = "its rapporteur, and its secretariat"
    KNOWERS = "whoever is part of the body, signed in"
    SEAT_OWNER = "the holder of a member's seat to whom it belongs"


class Gets(StrEnum):
    """What they get."""

    PAGE = "page"
    FORM = "form"
    FILE = "file"
    ACTS = "acts"
    NOTHING = "404"
    SIGN_IN = "sign-in"
    PUBLIC = "public"
    VOID = "void link"
    ON = "home"


@dataclass(frozen=True, slots=True)
class Row:
    """One endpoint and method: to whom it gives what, about an object of which kind; `but` names other outcomes."""

    who: Who
    gets: Gets
    about: str = ""
    but: tuple[tuple[str, Gets], ...] = ()


def keeps(about: str, *, gets: Gets = Gets.ACTS) -> Row:
    return Row(Who.SECRETARIAT, gets, about)


def form(endpoint: str, about: str, who: Who = Who.SECRETARIAT) -> dict[tuple[str, str], Row]:
    return {(endpoint, "GET"): Row(who, Gets.FORM, about), (endpoint, "POST"): Row(who, Gets.ACTS, about)}


Rows = dict[tuple[str, str], Row]

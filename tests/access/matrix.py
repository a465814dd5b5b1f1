"""The access matrix: one row for each endpoint and method, who may get what; `python -m tests.access.matrix` prints it.

Two tables, both written by hand and independent of the program: what each endpoint gives to whom (`ROWS`, a file
for each feature), and who stands where towards each object of the test world (`SEEN_BY` there, and the sets below).
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.access.rows import ROWS, SEEN_BY, rounds
from tests.access.rows.terms import Gets, Row, Who
from tests.access.standing import BY_LINK, EVERYBODY, KINDS, NL, NOBODY, SEATED, SECRETARIATS, keys
from tests.access.world import STRANGER

WRITTEN_BY = {
    "closed": NL,
    "guest": {"ngo_documentation"},
    "released": {"ngo_guest", "ngo_guest by link"},
    "other": {"council_member"},
}
SHARED_BY = {"closed": NL, "other": {"steering_oxford"}}
UPLOADED_BY = WRITTEN_BY | {"closed": {"primary_nl"}}
BELONGS_TO = {
    "invitation convened": {"ngo_guest", "ngo_guest by link"},
    "invitation seat": {"primary_nl", "primary_nl by link"},
    "invitation cancelled": {"primary_nl"},
    "invitation other": {"council_member"},
    "ballot convened": {"primary_nl"},
    "ballot other": {"steering_oxford"},
    "handed convened": {"ngo_guest"},
    "visit primary_nl": {"primary_nl"},
    "visit ngo_guest": {"ngo_guest"},
    **rounds.BELONGS_TO,
}
CHAIRED_BY = {"meeting convened": frozenset({"primary_nl"})}
NOTED_BY = {"record sat": frozenset({"primary_nl"}), "note sat": frozenset({"primary_nl"})}
# Whoever holds a term in a body, or is admitted to something of it, knows that there is one.
KNOWN_BY = {
    "body board": keys(*KINDS, body="TNAP"),
    "body council": keys(*KINDS, body="TAPRC") | {"secretary_s4"},
    "body network": keys(*KINDS, body="R2PFP"),
}
OF_SEATS = frozenset({"invitation seat", "invitation cancelled"})


def body_of(name: str) -> str:
    """The body to which an object belongs."""
    kind, _, state = name.partition(" ")
    return state if kind == "body" else "council" if state == "other" else "board"


def seen_by(name: str) -> frozenset[str]:
    """Who sees an object."""
    return SEEN_BY.get(name) or SEEN_BY.get(name.partition(" ")[2], NOBODY)


def entitled(who: Who, name: str) -> frozenset[str]:
    """Whom a row means, for the object of that name (empty where it is about none)."""
    state = name.partition(" ")[2]
    if state == "missing":
        return NOBODY
    keep = SECRETARIATS[body_of(name)] if name else NOBODY
    readers = seen_by(name)
    found: dict[Who, frozenset[str]] = {
        Who.EVERYBODY: EVERYBODY,
        Who.SOMEBODY: EVERYBODY - {STRANGER},
        Who.SIGNED_IN: EVERYBODY - {STRANGER} - BY_LINK,
        Who.OF_ANY_BODY: frozenset().union(*SECRETARIATS.values(), *SEATED.values()),
        Who.OF_THE_BODY: readers & (keep | SEATED[body_of(name)]),
        Who.SECRETARIES: frozenset().union(*SECRETARIATS.values()),
        Who.SECRETARIAT: keep if state != "withdrawn" else NOBODY,
        Who.READERS: readers,
        Who.SIGNED_READERS: readers - BY_LINK,
        Who.SEATED_READERS: readers & (SEATED[body_of(name)] if name else NOBODY),
        Who.SHARERS: keep | SHARED_BY.get(state, NOBODY),
        Who.UPLOADER: keep | UPLOADED_BY.get(state, NOBODY) if state != "withdrawn" else NOBODY,
        # Whoever writes for the party must see the item as well: a paper is never wider than that.
        Who.AUTHORS: (keep | (readers & WRITTEN_BY.get(state, NOBODY))) if state != "withdrawn" else NOBODY,
        Who.CHAIR: keep | CHAIRED_BY.get(name, NOBODY),
        Who.NOTE_TAKER: keep | NOTED_BY.get(name, NOBODY),
        Who.OWNER: frozenset(BELONGS_TO.get(name, NOBODY)),
        Who.KNOWERS: KNOWN_BY.get(name, NOBODY),
        Who.SEAT_OWNER: frozenset(BELONGS_TO.get(name, NOBODY)) if name in OF_SEATS else NOBODY,
    }
    return found[who]


def expected(row: Row, name: str, reader: str) -> Gets:
    """What a reader gets of an object."""
    but = dict(row.but)
    if row.who is Who.EVERYBODY:
        if "signed in" in but and reader not in BY_LINK | {STRANGER}:
            return but["signed in"]
        return but.get(name, row.gets)
    if reader == STRANGER:
        return Gets.SIGN_IN
    return but.get(name, row.gets) if reader in entitled(row.who, name) else Gets.NOTHING


def as_markdown() -> Iterator[str]:
    """The matrix as a document."""
    yield "# Who gets what"
    yield ""
    yield "Everybody else gets the same 404 as for what does not exist; nobody signed in is asked to sign in."
    yield ""
    yield "| Endpoint | Method | About | Who | Gets | But |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for (endpoint, method), row in sorted(ROWS.items()):
        but = "; ".join(f"{name}: {gets}" for name, gets in row.but)
        yield f"| {endpoint} | {method} | {row.about} | {row.who} | {row.gets} | {but} |"
    yield ""
    yield "| Object of the test world | Seen by |"
    yield "| --- | --- |"
    for name, readers in sorted(SEEN_BY.items()):
        yield f"| {name if ' ' in name else 'paper or version ' + name} | {', '.join(sorted(readers)) or 'nobody'} |"


if __name__ == "__main__":
    print("\n".join(as_markdown()))

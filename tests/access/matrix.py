"""The access matrix: one row for each endpoint and method, who may get what; `python -m tests.access.matrix` prints it.

Two tables, both written by hand and independent of the program: what each endpoint gives to whom (`ROWS`), and who
stands where towards each object of the test world (`SEEN_BY` and the sets below it).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from convene.demo.cast import CAST
from tests.access.world import LINKED, STRANGER


class Who(StrEnum):
    """Who gets what a row says; everybody else gets the 404, and nobody signed in is asked to sign in."""

    EVERYBODY = "everybody"
    SOMEBODY = "whoever is signed in or came by a link"
    SIGNED_IN = "whoever is signed in"
    OF_ANY_BODY = "secretariat or seat of any body"
    OF_THE_BODY = "its seats, if announced, and its secretariat"
    SECRETARIAT = "its secretariat"
    READERS = "whoever may see it"
    SIGNED_READERS = "whoever may see it, signed in"
    SEATED_READERS = "the holder of a member's seat who may see it"
    SHARERS = "the seats of the member that shares it, and its secretariat"
    UPLOADER = "whoever uploaded it, and its secretariat"
    AUTHORS = "the party that wrote it, and its secretariat"
    OWNER = "the person it belongs to"
    CHAIR = "whoever takes its chair, and its secretariat"
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


def _keeps(about: str, *, gets: Gets = Gets.ACTS) -> Row:
    return Row(Who.SECRETARIAT, gets, about)


def _form(endpoint: str, about: str, who: Who = Who.SECRETARIAT) -> dict[tuple[str, str], Row]:
    return {(endpoint, "GET"): Row(who, Gets.FORM, about), (endpoint, "POST"): Row(who, Gets.ACTS, about)}


_NOTHING_PREPARED = tuple((f"meeting {state}", Gets.PAGE) for state in ("convened", "cancelled", "other"))
_VOID_LINK = (("text void", Gets.VOID), ("text feed", Gets.VOID), ("text sign-in", Gets.VOID))

ROWS: dict[tuple[str, str], Row] = {
    # Everybody.
    ("static", "GET"): Row(Who.EVERYBODY, Gets.PUBLIC, "filename"),
    ("bootstrap.static", "GET"): Row(Who.EVERYBODY, Gets.PUBLIC, "library"),
    ("font", "GET"): Row(Who.EVERYBODY, Gets.PUBLIC, "name"),
    ("web.health", "GET"): Row(Who.EVERYBODY, Gets.PUBLIC),
    ("web.robots", "GET"): Row(Who.EVERYBODY, Gets.PUBLIC),
    # Signing in, and one's own account.
    ("accounts.sign_in", "GET"): Row(Who.EVERYBODY, Gets.PUBLIC, but=(("signed in", Gets.ON),)),
    ("accounts.sign_in_post", "POST"): Row(Who.EVERYBODY, Gets.ACTS),
    ("accounts.link_sent", "GET"): Row(Who.EVERYBODY, Gets.PUBLIC),
    ("accounts.by_link", "GET"): Row(Who.EVERYBODY, Gets.PUBLIC, "text"),
    ("accounts.by_link_post", "POST"): Row(
        Who.EVERYBODY,
        Gets.ACTS,
        "text",
        but=(("text void", Gets.VOID), ("text link", Gets.VOID), ("text feed", Gets.VOID)),
    ),
    ("accounts.feed", "GET"): Row(
        Who.EVERYBODY,
        Gets.PUBLIC,
        "text",
        but=(("text void", Gets.NOTHING), ("text link", Gets.NOTHING), ("text sign-in", Gets.NOTHING)),
    ),
    ("accounts.sign_out", "POST"): Row(Who.SIGNED_IN, Gets.ACTS),
    ("accounts.close_visit", "POST"): Row(Who.SOMEBODY, Gets.PAGE),
    ("accounts.settings", "GET"): Row(Who.SIGNED_IN, Gets.FORM),
    ("accounts.zone", "POST"): Row(Who.SIGNED_IN, Gets.ACTS),
    ("accounts.password", "POST"): Row(Who.SIGNED_IN, Gets.ACTS),
    ("accounts.end_visit", "POST"): Row(Who.OWNER, Gets.ACTS, "visit"),
    ("accounts.calendar", "GET"): Row(Who.SIGNED_IN, Gets.PAGE),
    ("accounts.renew_feed", "POST"): Row(Who.SIGNED_IN, Gets.ACTS),
    ("web.home", "GET"): Row(Who.SOMEBODY, Gets.PAGE),
    # Bodies and people.
    ("bodies.index", "GET"): Row(Who.OF_ANY_BODY, Gets.PAGE),
    ("bodies.show", "GET"): Row(Who.OF_THE_BODY, Gets.PAGE, "body"),
    ("bodies.mail", "GET"): _keeps("body", gets=Gets.PAGE),
    ("bodies.journal", "GET"): _keeps("body", gets=Gets.PAGE),
    ("bodies.sightings", "GET"): _keeps("body", gets=Gets.PAGE),
    **_form("bodies.edit", "body"),
    **_form("years.show", "body"),
    **_form("bodies.new_party", "body"),
    **_form("people.new", "body"),
    **_form("people.end_term", "term"),
    **_form("people.address", "contact"),
    # Meetings, sessions, items.
    **_form("meetings.new", "body"),
    ("meetings.show", "GET"): Row(Who.READERS, Gets.PAGE, "meeting"),
    ("meetings.pdf", "GET"): Row(Who.READERS, Gets.FILE, "meeting"),
    ("meetings.ics", "GET"): Row(Who.READERS, Gets.FILE, "meeting"),
    ("meetings.papers", "GET"): Row(Who.READERS, Gets.FILE, "meeting"),
    ("meetings.move", "POST"): _keeps("meeting"),
    **_form("meetings.edit", "meeting"),
    **_form("meetings.new_session", "meeting"),
    **_form("meetings.edit_session", "session"),
    ("meetings.remove_session", "POST"): _keeps("session"),
    **_form("agendas.new", "session"),
    ("agendas.item", "GET"): Row(Who.READERS, Gets.PAGE, "item"),
    ("agendas.shift", "POST"): _keeps("item"),
    ("agendas.remove", "POST"): _keeps("item"),
    **_form("agendas.edit", "item"),
    **_form("agendas.move", "item"),
    **_form("agendas.narrow", "item"),
    ("agendas.close", "POST"): _keeps("item"),
    ("agendas.builder", "GET"): _keeps("meeting", gets=Gets.PAGE),
    ("agendas.arrange", "POST"): _keeps("meeting"),
    ("agendas.undo", "POST"): _keeps("meeting"),
    ("agendas.minutes", "POST"): _keeps("session"),
    ("agendas.quick", "POST"): _keeps("session"),
    ("agendas.run_of_show", "GET"): Row(Who.CHAIR, Gets.PAGE, "meeting"),
    ("agendas.run_of_show", "POST"): Row(Who.CHAIR, Gets.ACTS, "meeting"),
    ("agendas.run_of_show_pdf", "GET"): Row(Who.CHAIR, Gets.FILE, "meeting"),
    # Invitations and answers.
    **_form("invitations.invite", "meeting"),
    # Where nothing is prepared there is nothing to send, and no form.
    ("invitations.send", "GET"): Row(Who.SECRETARIAT, Gets.FORM, "meeting", but=_NOTHING_PREPARED),
    ("invitations.send", "POST"): _keeps("meeting"),
    ("invitations.board", "GET"): _keeps("meeting", gets=Gets.PAGE),
    ("invitations.remind", "POST"): _keeps("meeting"),
    ("invitations.participants", "GET"): Row(Who.OF_THE_BODY, Gets.PAGE, "meeting"),
    ("invitations.preview", "GET"): _keeps("invitation", gets=Gets.PAGE),
    ("invitations.again", "POST"): _keeps("invitation"),
    ("invitations.withdraw", "POST"): _keeps("invitation"),
    ("invitations.place", "POST"): _keeps("invitation"),
    **_form("invitations.address", "invitation"),
    **_form("invitations.record", "invitation"),
    ("invitations.nomination", "POST"): _keeps("nomination"),
    **_form("invitations.admit", "item"),
    ("invitations.end_admission", "POST"): _keeps("admission"),
    ("invitations.answers.link", "GET"): Row(Who.EVERYBODY, Gets.PUBLIC, "text", but=_VOID_LINK),
    ("invitations.answers.link_post", "POST"): Row(Who.EVERYBODY, Gets.ACTS, "text", but=_VOID_LINK),
    ("invitations.answers.new_link", "POST"): Row(Who.EVERYBODY, Gets.PUBLIC, "text"),
    ("invitations.answers.answer", "POST"): Row(Who.OWNER, Gets.ACTS, "invitation"),
    **_form("invitations.answers.delegate", "invitation", Who.SEAT_OWNER),
    **_form("invitations.answers.nominate", "invitation", Who.SEAT_OWNER),
    # What comes in for an agenda.
    ("incoming.index", "GET"): _keeps("meeting", gets=Gets.PAGE),
    ("incoming.decide", "POST"): _keeps("meeting"),
    # What is cancelled takes no proposals, and has no form for them.
    ("incoming.propose", "GET"): Row(Who.SEATED_READERS, Gets.FORM, "meeting", but=(("meeting cancelled", Gets.PAGE),)),
    ("incoming.propose", "POST"): Row(Who.SEATED_READERS, Gets.ACTS, "meeting"),
    ("incoming.mine", "GET"): Row(Who.SEATED_READERS, Gets.PAGE, "meeting"),
    ("incoming.withdraw", "POST"): Row(Who.SEATED_READERS, Gets.ACTS, "meeting"),
    **_form("incoming.watch", "body"),
    # Papers.
    **_form("papers.new", "item", Who.READERS),
    ("papers.show", "GET"): Row(Who.READERS, Gets.PAGE, "paper"),
    ("papers.file", "GET"): Row(Who.READERS, Gets.FILE, "version"),
    ("papers.original", "GET"): Row(Who.UPLOADER, Gets.FILE, "version"),
    **_form("papers.new_version", "paper", Who.AUTHORS),
    **_form("papers.translate", "paper", Who.AUTHORS),
    ("papers.release", "POST"): _keeps("paper"),
    ("papers.withdraw", "POST"): Row(Who.AUTHORS, Gets.ACTS, "paper"),
    # Calls for papers.
    ("calls.board", "GET"): _keeps("meeting", gets=Gets.PAGE),
    ("calls.send", "POST"): _keeps("meeting"),
    ("calls.remind", "POST"): _keeps("meeting"),
    ("calls.withdraw", "POST"): _keeps("call"),
    **_form("calls.new", "meeting"),
    **_form("calls.extend", "call"),
    # Stages of an agenda: whoever has no seat finds the states of their own part alone. What is a draft, cancelled or
    # does not sit has no form.
    ("stages.index", "GET"): Row(Who.READERS, Gets.PAGE, "meeting"),
    ("stages.show", "GET"): Row(Who.READERS, Gets.PAGE, "stage"),
    ("stages.pdf", "GET"): Row(Who.READERS, Gets.FILE, "stage"),
    ("stages.compare", "GET"): Row(Who.READERS, Gets.PAGE, "stage"),
    ("stages.changes_pdf", "GET"): Row(Who.READERS, Gets.FILE, "stage"),
    ("stages.circulate", "GET"): Row(
        Who.SECRETARIAT, Gets.FORM, "meeting", but=(("meeting draft", Gets.PAGE), ("meeting cancelled", Gets.PAGE))
    ),
    ("stages.circulate", "POST"): _keeps("meeting"),
    ("stages.adopt", "GET"): _keeps("meeting", gets=Gets.PAGE),
    ("stages.adopt", "POST"): _keeps("meeting"),
    # Reading: desk officers, private notes, opened or not.
    **_form("reading.share", "paper", Who.SEATED_READERS),
    ("reading.end_share", "POST"): Row(Who.SHARERS, Gets.ACTS, "share"),
    ("reading.note", "POST"): Row(Who.SIGNED_READERS, Gets.ACTS, "paper"),
    ("reading.opened", "GET"): _keeps("paper", gets=Gets.PAGE),
    # National preparation and assets. Nothing is asked any more of what is cancelled, and was not asked elsewhere.
    ("assets.keep", "GET"): Row(Who.SECRETARIAT, Gets.FORM, "meeting", but=(("meeting cancelled", Gets.PAGE),)),
    ("assets.keep", "POST"): _keeps("meeting"),
    ("assets.state", "GET"): Row(
        Who.SEATED_READERS, Gets.FORM, "meeting", but=(("meeting cancelled", Gets.PAGE), ("meeting other", Gets.PAGE))
    ),
    ("assets.state", "POST"): Row(Who.SEATED_READERS, Gets.ACTS, "meeting"),
    ("assets.matrix", "GET"): Row(Who.OF_THE_BODY, Gets.PAGE, "meeting"),
    ("assets.matrix_pdf", "GET"): Row(Who.OF_THE_BODY, Gets.FILE, "meeting"),
    ("assets.matrix_csv", "GET"): Row(Who.OF_THE_BODY, Gets.FILE, "meeting"),
    ("assets.remind", "POST"): _keeps("meeting"),
}


def keys(*kinds: str, body: str = "", but: Iterable[str] = ()) -> frozenset[str]:
    """Members of the standing cast of these kinds."""
    left_out = set(but)
    return frozenset(c.key for c in CAST if c.kind in kinds and (not body or c.body == body) and c.key not in left_out)


BOARD = keys("secretariat", body="TNAP")
COUNCIL = keys("secretariat", body="TAPRC")
NETWORK = keys("secretariat", body="R2PFP")
SEATS = keys("representative", body="TNAP")
GUESTS = keys("guest") | {"observer_fr"}
NL, US = {"primary_nl", "alternate_nl"}, {"primary_us", "alternate_us"}
DESK = frozenset({"desk_nl"})  # The closed paper is shared with them.
BY_LINK = frozenset(f"{key} by link" for key in LINKED)
EVERYBODY = frozenset(c.key for c in CAST) | BY_LINK | {STRANGER}
NOBODY: frozenset[str] = frozenset()
AT_COUNCIL = COUNCIL | {"steering_oxford", "council_member", "secretary_s4"}
SPEAKER = frozenset({"speaker_on_link", "speaker_on_link by link"})
GUEST_LINK = frozenset({"ngo_guest by link"})

SECRETARIATS = {"board": BOARD, "council": COUNCIL, "network": NETWORK}
SEATED = {"board": SEATS, "council": frozenset({"steering_oxford"}), "network": frozenset({"focal_point_gh"})}

# Who sees what in the test world, by kind and state.
SEEN_BY: dict[str, frozenset[str]] = {
    "body board": BOARD | SEATS,
    "body council": COUNCIL | SEATED["council"],
    "body network": NETWORK | SEATED["network"],
    "meeting draft": BOARD,
    "meeting convened": BOARD | SEATS | GUESTS | SPEAKER | BY_LINK,
    "meeting cancelled": BOARD | SEATS | {"ngo_guest"},
    "meeting other": AT_COUNCIL,
    "item draft": BOARD,
    "item convened": BOARD | SEATS | GUESTS | GUEST_LINK,
    "item closed": BOARD | SEATS | SPEAKER,
    "item narrowed": BOARD | NL | US,
    "item withheld": BOARD | SEATS,
    "item cancelled": BOARD | SEATS,
    "item other": AT_COUNCIL,
    "stage convened": BOARD | SEATS | GUESTS | SPEAKER | GUEST_LINK,
    "stage cancelled": BOARD | SEATS | {"ngo_guest"},
    "stage other": AT_COUNCIL,
    "draft": BOARD,
    "closed": BOARD | SEATS | SPEAKER | DESK,
    "guest": BOARD | SEATS | {"ngo_documentation"},
    "released": BOARD | SEATS | GUESTS | GUEST_LINK,
    "withdrawn": NOBODY,
    "cancelled": BOARD | SEATS,
    "other": AT_COUNCIL,
}
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
    "visit primary_nl": {"primary_nl"},
    "visit ngo_guest": {"ngo_guest"},
}
CHAIRED_BY = {"meeting convened": frozenset({"primary_nl"})}
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
        Who.SECRETARIAT: keep if state != "withdrawn" else NOBODY,
        Who.READERS: readers,
        Who.SIGNED_READERS: readers - BY_LINK,
        Who.SEATED_READERS: readers & (SEATED[body_of(name)] if name else NOBODY),
        Who.SHARERS: keep | SHARED_BY.get(state, NOBODY),
        Who.UPLOADER: keep | UPLOADED_BY.get(state, NOBODY) if state != "withdrawn" else NOBODY,
        # Whoever writes for the party must see the item as well: a paper is never wider than that.
        Who.AUTHORS: (keep | (readers & WRITTEN_BY.get(state, NOBODY))) if state != "withdrawn" else NOBODY,
        Who.CHAIR: keep | CHAIRED_BY.get(name, NOBODY),
        Who.OWNER: frozenset(BELONGS_TO.get(name, NOBODY)),
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

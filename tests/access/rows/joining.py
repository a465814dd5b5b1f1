"""Rows of open registration and joint letters: the public's, the secretariat's, and those of whoever is to sign."""

from __future__ import annotations

from tests.access.rows.terms import Gets, Row, Rows, Who, form, keeps
from tests.access.standing import BOARD, COUNCIL, NL, NOBODY

# Nothing is there before a registration opens: the same 404 as for what never was.
_NOT_THERE = (("registration draft", Gets.NOTHING), ("registration missing", Gets.NOTHING))
_VOID = (("confirmation missing", Gets.VOID),)

ROWS: Rows = {
    # The public.
    ("registration.register", "GET"): Row(Who.EVERYBODY, Gets.FORM, "registration", but=_NOT_THERE),
    ("registration.register_post", "POST"): Row(Who.EVERYBODY, Gets.ACTS, "registration", but=_NOT_THERE),
    ("registration.sent", "GET"): Row(Who.EVERYBODY, Gets.PUBLIC),
    ("registration.confirm", "GET"): Row(Who.EVERYBODY, Gets.PUBLIC, "confirmation", but=_VOID),
    ("registration.confirm_post", "POST"): Row(Who.EVERYBODY, Gets.ACTS, "confirmation", but=_VOID),
    ("registration.disown", "POST"): Row(Who.EVERYBODY, Gets.PUBLIC, "confirmation", but=_VOID),
    # The secretariat.
    **form("registration.terms", "meeting"),
    ("registration.board", "GET"): keeps("meeting", gets=Gets.PAGE),
    ("registration.close", "POST"): keeps("meeting"),
    ("registration.decide", "POST"): keeps("meeting"),
    **form("registration.registrant", "registrant"),
    # Joint letters: the secretariat's.
    ("joint_letters.index", "GET"): keeps("body", gets=Gets.PAGE),
    **form("joint_letters.new", "body"),
    ("joint_letters.show", "GET"): keeps("letter", gets=Gets.PAGE),
    # Of what was sent the page says that nothing of it changes any more.
    ("joint_letters.edit", "GET"): Row(Who.SECRETARIAT, Gets.FORM, "letter", but=(("letter sent", Gets.PAGE),)),
    ("joint_letters.edit", "POST"): keeps("letter"),
    **form("joint_letters.addressee", "letter"),
    **form("joint_letters.open", "letter"),
    ("joint_letters.close", "POST"): keeps("letter"),
    ("joint_letters.remind", "POST"): keeps("letter"),
    ("joint_letters.send", "POST"): keeps("letter"),
    ("joint_letters.table", "GET"): keeps("letter", gets=Gets.FILE),
    ("joint_letters.remove", "POST"): keeps("addressee"),
    ("joint_letters.copy", "GET"): keeps("addressee", gets=Gets.FILE),
    ("joint_letters.posted", "POST"): keeps("addressee"),
    **form("joint_letters.step", "addressee"),
    **form("joint_letters.late", "ask"),
    # And those of whoever acts for the organisation that is asked; a secretariat signs for nobody.
    ("joint_letters.sign", "GET"): Row(Who.READERS, Gets.FORM, "ask", but=(("ask sent", Gets.PAGE),)),
    ("joint_letters.sign", "POST"): Row(Who.READERS, Gets.ACTS, "ask"),
    ("joint_letters.withdraw", "POST"): Row(Who.READERS, Gets.ACTS, "ask"),
    ("joint_letters.decline", "POST"): Row(Who.READERS, Gets.ACTS, "ask"),
    # Only what was sent is there to take.
    ("joint_letters.as_sent", "GET"): Row(
        Who.READERS, Gets.FILE, "ask", but=(("ask open", Gets.NOTHING), ("ask other", Gets.NOTHING))
    ),
}

_ACTS_FOR_NL = frozenset(NL)
SEEN_BY: dict[str, frozenset[str]] = {
    "registration convened": BOARD,
    "registration draft": BOARD,
    "registration other": COUNCIL,
    "registrant convened": BOARD,
    "registrant other": COUNCIL,
    "letter draft": BOARD,
    "letter open": BOARD,
    "letter sent": BOARD,
    "letter other": COUNCIL,
    "addressee draft": BOARD,
    "addressee open": BOARD,
    "addressee sent": BOARD,
    "addressee other": COUNCIL,
    "ask open": _ACTS_FOR_NL,
    "ask sent": _ACTS_FOR_NL,
    "ask other": frozenset({"steering_oxford"}),
    "ask missing": NOBODY,
}

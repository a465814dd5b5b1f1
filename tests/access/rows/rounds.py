"""Rows of rounds of check-ins: the secretariat's pages, one's own part, what was heard in confidence."""

from __future__ import annotations

from tests.access.rows.terms import Gets, Row, Rows, Who, form, keeps
from tests.access.standing import AT_COUNCIL, COUNCIL

ROWS: Rows = {
    ("rounds.grid", "GET"): keeps("round", gets=Gets.PAGE),
    **form("rounds.setup", "round"),
    ("rounds.add_room", "POST"): keeps("round"),
    ("rounds.remove_room", "POST"): keeps("room"),
    # No party of the test world has a working-level official: the page says so, and has no form.
    ("rounds.pairs", "GET"): keeps("round", gets=Gets.PAGE),
    ("rounds.pairs", "POST"): keeps("round"),
    **form("rounds.place", "check_in"),
    **form("rounds.people", "check_in"),
    ("rounds.call_off", "POST"): keeps("check_in"),
    ("rounds.want", "POST"): keeps("check_in"),
    ("rounds.person", "GET"): keeps("line", gets=Gets.PAGE),
    ("rounds.record", "POST"): keeps("line"),
    ("rounds.absent", "POST"): keeps("line"),
    ("rounds.card_of", "GET"): keeps("line", gets=Gets.FILE),
    ("rounds.cards", "GET"): keeps("round", gets=Gets.FILE),
    ("rounds.room_cards", "GET"): keeps("round", gets=Gets.FILE),
    # Those in a check-in find their own part; seats the whole round.
    ("rounds.attending.mine", "GET"): Row(Who.READERS, Gets.PAGE, "round"),
    ("rounds.attending.card", "GET"): Row(Who.OWNER, Gets.FILE, "round"),
    ("rounds.attending.absent", "POST"): Row(Who.OWNER, Gets.ACTS, "round"),
    ("rounds.attending.answer", "POST"): Row(Who.OWNER, Gets.ACTS, "line"),
    ("rounds.attending.present", "POST"): Row(Who.UPLOADER, Gets.ACTS, "absence"),
    # What was heard is never the party's to read (B3).
    **form("rounds.noting.needs", "check_in", Who.READERS),
    **form("rounds.noting.change", "need", Who.READERS),
    ("rounds.noting.drop", "POST"): Row(Who.READERS, Gets.ACTS, "need"),
    ("rounds.noting.heard", "GET"): Row(Who.OF_THE_BODY, Gets.PAGE, "round"),
    **form("rounds.noting.trace", "need"),
    ("rounds.noting.untrace", "POST"): keeps("trace"),
    ("rounds.noting.traces", "GET"): keeps("body", gets=Gets.PAGE),
}

OF_THE_COUNCIL = COUNCIL | {"steering_oxford", "council_member"}
SEEN_BY: dict[str, frozenset[str]] = {
    "round other": AT_COUNCIL,
    "check_in other": OF_THE_COUNCIL,
    "need other": OF_THE_COUNCIL,
}
BELONGS_TO: dict[str, set[str]] = {"round other": {"council_member", "secretary_s4"}, "line other": {"secretary_s4"}}

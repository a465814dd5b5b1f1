"""Rows of notes and records: who takes notes, who reads a record, who corrects it, who decides."""

from __future__ import annotations

from tests.access.rows.terms import Gets, Row, Rows, Who, form, keeps
from tests.access.standing import BOARD, COUNCIL, SEATED, SEATS

# Of a draft there is nothing to circulate, and no form.
_NOTHING_WRITTEN = (("record unwritten", Gets.PAGE),)
# After these no meeting sits that could adopt: it is told, and where to go.
_NOTHING_ADOPTS = (*_NOTHING_WRITTEN, ("record sat", Gets.PAGE), ("record other", Gets.PAGE))

ROWS: Rows = {
    # Notes: the secretariat, and the rapporteur where one is named.
    ("records.notes.index", "GET"): Row(Who.NOTE_TAKER, Gets.PAGE, "record"),
    ("records.notes.rapporteur", "POST"): keeps("record"),
    ("records.notes.forget", "POST"): keeps("record"),
    **form("records.notes.item", "note", Who.NOTE_TAKER),
    ("records.notes.versions", "GET"): Row(Who.NOTE_TAKER, Gets.PAGE, "note"),
    ("records.notes.bring_back", "POST"): Row(Who.NOTE_TAKER, Gets.ACTS, "note"),
    **form("records.notes.attendance", "sitting"),
    **form("records.notes.quorum", "body"),
    # The record as it went out: seats, and the admitted for what is open of what they were admitted to.
    ("records.circulate", "GET"): Row(Who.SECRETARIAT, Gets.FORM, "record", but=_NOTHING_WRITTEN),
    ("records.circulate", "POST"): keeps("record"),
    ("records.adopt", "GET"): Row(Who.SECRETARIAT, Gets.FORM, "record", but=_NOTHING_ADOPTS),
    ("records.adopt", "POST"): keeps("record"),
    ("records.show", "GET"): Row(Who.READERS, Gets.PAGE, "record"),
    ("records.pdf", "GET"): Row(Who.READERS, Gets.FILE, "record"),
    ("records.docx", "GET"): Row(Who.READERS, Gets.FILE, "record"),
    ("records.plain", "GET"): Row(Who.READERS, Gets.FILE, "record"),
    # Corrections: a seat proposes, its own delegation and the secretariat read, the secretariat decides.
    **form("records.correct", "passage", Who.SEATED_READERS),
    ("records.corrections", "GET"): Row(Who.OF_THE_BODY, Gets.PAGE, "record"),
    **form("records.decide", "correction"),
    # What starts from a record.
    **form("records.texts.new", "record"),
    **form("records.texts.edit", "outcome"),
    ("records.texts.show", "GET"): Row(Who.READERS, Gets.PAGE, "outcome"),
    ("records.texts.circulate", "POST"): keeps("outcome"),
    ("records.texts.pdf", "GET"): Row(Who.READERS, Gets.FILE, "outcome"),
    ("records.texts.docx", "GET"): Row(Who.READERS, Gets.FILE, "outcome"),
}

SEEN_BY: dict[str, frozenset[str]] = {
    "record sat": BOARD | SEATS | {"ngo_guest"},
    "record other": COUNCIL | SEATED["council"],
    "passage sat": BOARD | SEATS,
    "passage other": COUNCIL | SEATED["council"],
    "outcome sat": BOARD | SEATS,
    "outcome unsent": BOARD,
    # A communiqué that is open is read by everybody admitted to something of the meeting.
    "outcome open": BOARD | SEATS | {"ngo_guest", "speaker_on_link"},
}

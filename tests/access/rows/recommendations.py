"""Rows of recommendations: their life, the addressees' own pages, lineage, guests, lists."""

from __future__ import annotations

from tests.access.rows.terms import Gets, Row, Rows, Who, form, keeps
from tests.access.standing import BOARD, COUNCIL, NL, SEATED, SEATS

# What was never sent takes no answer, and has no form for one.
_NOT_SENT = (("asked draft", Gets.PAGE),)
_NONE_POSTED = tuple((f"meeting {name}", Gets.NOTHING) for name in ("draft", "cancelled", "other"))
_NO_LETTER = (("asked draft", Gets.NOTHING),)

ROWS: Rows = {
    **form("recommendations.new", "item"),
    **form("recommendations.edit", "recommendation"),
    **form("recommendations.follow", "recommendation"),
    # What is released already shows its words, and how to withdraw them, in place of the form.
    ("recommendations.release", "GET"): keeps("recommendation", gets=Gets.PAGE),
    ("recommendations.release", "POST"): keeps("recommendation"),
    ("recommendations.withdraw", "POST"): keeps("recommendation"),
    ("recommendations.remind", "POST"): keeps("recommendation"),
    ("recommendations.show", "GET"): Row(Who.READERS, Gets.PAGE, "recommendation"),
    ("adopting.meeting", "GET"): Row(Who.OF_THE_BODY, Gets.PAGE, "meeting"),
    ("adopting.matrix_pdf", "GET"): Row(Who.OF_THE_BODY, Gets.FILE, "meeting"),
    ("adopting.matrix_csv", "GET"): Row(Who.OF_THE_BODY, Gets.FILE, "meeting"),
    ("adopting.adopt", "GET"): keeps("meeting", gets=Gets.PAGE),
    ("adopting.adopt", "POST"): keeps("meeting"),
    ("drafts.put_before", "GET"): keeps("meeting", gets=Gets.PAGE),
    ("drafts.put_before", "POST"): keeps("meeting"),
    ("drafts.take_back", "POST"): keeps("recommendation"),
    ("drafts.tell", "POST"): keeps("recommendation"),
    **form("undoing.reopen", "recommendation"),
    # Of what it cannot be taken back the page says why, in place of the form.
    ("undoing.adoption", "GET"): keeps("recommendation", gets=Gets.PAGE),
    ("undoing.adoption", "POST"): keeps("recommendation"),
    ("undoing.untie", "POST"): keeps("tie"),
    ("undoing.release", "POST"): keeps("recommendation"),
    **form("adopting.letters", "meeting"),
    **form("adopting.post", "meeting"),
    ("adopting.to_post", "GET"): Row(Who.SECRETARIAT, Gets.FILE, "meeting", but=_NONE_POSTED),
    ("answers.asked", "GET"): Row(Who.OF_THE_BODY, Gets.PAGE, "body"),
    ("answers.answer", "GET"): Row(Who.READERS, Gets.FORM, "asked", but=_NOT_SENT),
    ("answers.answer", "POST"): Row(Who.READERS, Gets.ACTS, "asked"),
    ("answers.letter", "GET"): Row(Who.READERS, Gets.FILE, "asked", but=_NO_LETTER),
    **form("answers.verify", "answer"),
    ("evidence.of_answer", "GET"): Row(Who.READERS, Gets.FILE, "shown"),
    **form("evidence.note", "asked", Who.SECRETARIAT),
    **form("evidence.verify", "noted"),
    **form("evidence.judge", "noted"),
    **form("evidence.judge_answer", "answer"),
    ("evidence.file", "GET"): Row(Who.READERS, Gets.FILE, "noted"),
    ("answers.remind", "POST"): keeps("body"),
    ("lineage.show", "GET"): Row(Who.READERS, Gets.PAGE, "recommendation"),
    ("lineage.against", "GET"): Row(Who.READERS, Gets.PAGE, "recommendation"),
    ("lineage.compare", "GET"): Row(Who.READERS, Gets.PAGE, "recommendation"),
    **form("lineage.tie", "recommendation"),
    ("lineage.quotations", "GET"): keeps("body", gets=Gets.PAGE),
    **form("shadow.ask", "recommendation"),
    ("shadow.end", "POST"): keeps("asking"),
    **form("shadow.hand_in", "asking", Who.READERS),
    ("shadow.file", "GET"): Row(Who.READERS, Gets.FILE, "handed"),
    ("shadow.hide", "POST"): Row(Who.OWNER, Gets.ACTS, "handed"),
    **form("shadow.judge", "handed"),
    **form("feeding.point", "recommendation"),
    **form("feeding.place", "point"),
    **form("feeding.agree", "point"),
    **form("feeding.tell", "point"),
    ("shadow.released", "GET"): Row(Who.KNOWERS, Gets.PAGE, "body"),
    ("lists.index", "GET"): Row(Who.OF_THE_BODY, Gets.PAGE, "body"),
    ("figures.show", "GET"): Row(Who.OF_THE_BODY, Gets.PAGE, "body"),
    ("figures.csv", "GET"): Row(Who.OF_THE_BODY, Gets.FILE, "body"),
    ("figures.xlsx", "GET"): Row(Who.OF_THE_BODY, Gets.FILE, "body"),
    ("lists.csv", "GET"): Row(Who.OF_THE_BODY, Gets.FILE, "body"),
    ("lists.xlsx", "GET"): Row(Who.OF_THE_BODY, Gets.FILE, "body"),
    **form("lists.take_over", "body"),
    ("lists.sample", "GET"): keeps("body", gets=Gets.FILE),
}

_COUNCIL = COUNCIL | SEATED["council"]
SEEN_BY: dict[str, frozenset[str]] = {
    "recommendation draft": BOARD,
    "recommendation circulated": BOARD | SEATS,
    "recommendation convened": BOARD | SEATS,
    "recommendation earlier": BOARD | SEATS,
    "recommendation other": _COUNCIL,
    "asked draft": BOARD,
    "asked convened": BOARD | NL,
    "asked denmark": BOARD | {"primary_dk", "alternate_dk"},
    "asked other": _COUNCIL,
    "noted convened": BOARD | SEATS,
    "noted other": _COUNCIL,
    # A file is read with the answer that it shows; that of a draft by its own seat alone.
    "shown convened": BOARD | SEATS,
    "shown draft": frozenset({"primary_dk", "alternate_dk"}),
    # What a guest is asked is between them and the secretariat, which reads it on the recommendation's page.
    "asking convened": frozenset({"ngo_guest"}),
    "asking other": frozenset({"council_member"}),
    "handed convened": BOARD | {"ngo_guest"},
    "handed hidden": BOARD,
}

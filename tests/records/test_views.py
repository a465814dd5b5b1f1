"""The pages of notes and record, as their readers use them."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import pypdf
import pytest
import time_machine
from docx import Document
from flask import Flask

from convene import clock
from convene.access.models import Sighting
from convene.agendas.terms import Subject
from convene.db import work
from convene.mail.models import OutboxMessage
from convene.meetings.models import Meeting
from convene.people.models import Person
from convene.records.models import (
    Attendance,
    Correction,
    NoteConflict,
    NoteParagraph,
    OtherPresent,
    OutcomeText,
    Record,
    Speaker,
)
from convene.records.terms import CorrectionFate, Marking, RecordState
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import body, count, one, open_session, sessions, term_of
from tests.records.made import a_sitting, changed, item, new, noted, sent


@pytest.fixture
def sat(app: Flask) -> dict[str, str]:
    """A sitting with a closed and an open paragraph; the keys of its meeting and items."""
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        closed, opened = item(meeting), item(meeting, Subject.INPUT_OF_GUESTS)
        noted(closed, new("The closed words of the deep-dive.", heading="Warning signs"), speaker="Ambassador Hidden")
        noted(opened, new("The open words to the guests.", Marking.OPEN), new("Kept among members.", Marking.CLOSED))
        return {"meeting": meeting.key, "closed": closed.key, "open": opened.key, "session": open_session(meeting).key}


def typed(page: str, mark: str = "") -> dict[str, Any]:
    """The fields of a page of notes, as a browser would send them."""
    found: dict[str, Any] = {}
    for pattern in (
        r'<input type="hidden" name="((?:was|spoke)-[^"]+)" value="([^"]*)"',
        r'(?s)<textarea[^>]* name="(text-[^"]+)"[^>]*>\n(.*?)</textarea>',
        r'<input class="form-control"[^>]* name="((?:heading|speaker)-[^"]+)" value="([^"]*)"',
    ):
        found |= dict(re.findall(pattern, page))
    for name, options in re.findall(r'<select[^>]* name="(marking-[^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        found[name] = re.findall(r'value="([^"]+)" selected', options)[0]
    return found


def blank_of(fields: dict[str, Any]) -> str:
    """The mark of the new paragraph on a page."""
    return next(name.removeprefix("text-") for name in fields if name.startswith("text-new-"))


def test_a_paragraph_is_written_and_read_again(secretary: Browser, sat: dict[str, str]) -> None:
    path = f"/items/{sat['closed']}/notes"
    fields = typed(secretary.get(path).get_data(as_text=True))
    mark = blank_of(fields)
    fields |= {
        f"text-{mark}": "A second paragraph.",
        f"marking-{mark}": "open",
        f"speaker-{mark}": "Somebody",
        "keep": "1",
    }

    assert secretary.post(path, fields).status_code == 303
    page = secretary.text(path)

    assert "Your notes are kept." in page
    assert "A second paragraph." in page
    assert secretary.post(path, fields).status_code == 303  # Sent twice.
    assert secretary.get(path).get_data(as_text=True).count("A second paragraph.") == 1
    secretary.post(path, typed(secretary.get(path).get_data(as_text=True)) | {"keep": "1"})
    assert re.search(r"Everything is kept \(\d\d:\d\d\)\.", secretary.text(path))
    assert "Nothing was changed" not in secretary.text(path)


def test_two_who_write_the_same_both_keep_their_words(app: Flask, secretary: Browser, sat: dict[str, str]) -> None:
    path = f"/items/{sat['closed']}/notes"
    mine = typed(secretary.get(path).get_data(as_text=True))
    theirs = dict(mine)
    text = next(n for n in mine if n.startswith("text-") and "new-" not in n)

    secretary.post(path, theirs | {text: "Theirs."})
    secretary.post(path, mine | {text: "Mine."})
    page = secretary.text(path)

    assert "wrote the same paragraph at the same time" in page
    assert "Theirs." in page
    assert "Mine." in page
    assert "You wrote this while what stands above was written:" in page
    assert '<p class="said">Mine.</p>' in secretary.get(path).get_data(as_text=True)
    assert "Under the topic “Warning signs”" in page
    with app.app_context(), work(TESTS):
        one(NoteConflict).by = one(Person, id=term_of("primary_nl").person_id).key
    assert "You wrote this" not in secretary.text(path)
    assert " wrote this while what stands above was written:" in secretary.text(path)
    with app.app_context(), work(TESTS):
        key = one(NoteConflict).key
    assert (
        secretary.post(path, typed(secretary.get(path).get_data(as_text=True)) | {"choose": f"{key} both"}).status_code
        == 303
    )
    with app.app_context(), work(TESTS):
        kept = {p.text for p in NoteParagraphs()}
    assert {"Theirs.", "Mine."} <= kept


def NoteParagraphs() -> list[NoteParagraph]:  # noqa: N802
    from convene.db import db

    return list(db.session.query(NoteParagraph))


def test_what_cannot_be_kept_is_shown_again_with_what_was_typed(secretary: Browser, sat: dict[str, str]) -> None:
    path = f"/items/{sat['closed']}/notes"
    fields = typed(secretary.get(path).get_data(as_text=True))
    mark = blank_of(fields)

    response = secretary.post(path, fields | {f"text-{mark}": "A letter: \u4e2d", f"heading-{mark}": "x" * 121})

    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert "These letters cannot be printed: \u4e2d" in page
    assert "At most 120 characters." in page
    assert "A letter: \u4e2d" in page


def test_the_rapporteur_writes_and_never_sees_who_spoke(app: Flask, secretary: Browser, sat: dict[str, str]) -> None:
    nl = browser_of(app, "primary_nl")
    path = f"/items/{sat['closed']}/notes"
    assert nl.get(path).status_code == 404
    index = secretary.get(f"/meetings/{sat['meeting']}/notes").get_data(as_text=True)
    key = re.findall(r'<option value="([^"]+)">[^<]*Netherlands', index)[0]

    secretary.post(f"/meetings/{sat['meeting']}/notes/rapporteur", {"rapporteur": key})
    page = nl.get(path).get_data(as_text=True)
    fields = typed(page)
    mark = blank_of(fields)
    nl.post(path, fields | {f"text-{mark}": "By the rapporteur.", f"speaker-{mark}": "Planted by them"})

    assert "Hidden" not in page
    assert "speaker-" not in page
    assert "By the rapporteur." in nl.text(path)
    assert nl.get(f"{path}/versions").status_code == 200
    with app.app_context(), work(TESTS):
        assert count(Speaker) == 1
    assert browser_of(app, "primary_us").get(path).status_code == 404


def pdf_text(content: bytes) -> str:
    return " ".join(" ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(content)).pages).split())


def docx_text(content: bytes) -> str:
    return "\n".join(p.text for p in Document(io.BytesIO(content)).paragraphs)


def circulated(app: Flask, sat: dict[str, str], *, with_guests: bool = False) -> None:
    with app.app_context(), work(TESTS):
        sent(one(Meeting, key=sat["meeting"]), with_guests=with_guests)


def test_two_renderings_from_one_source(app: Flask, secretary: Browser, sat: dict[str, str]) -> None:
    base = f"/meetings/{sat['meeting']}/record"
    nl, guest, speaker = (browser_of(app, k) for k in ("primary_nl", "ngo_guest", "speaker_on_link"))
    assert nl.get(base).status_code == 404  # A draft is told to nobody.
    circulated(app, sat, with_guests=True)

    seat = nl.text(base)
    assert "The closed words" in seat
    assert "The open words" in seat
    assert "/SR" in seat
    assert "Hidden" not in seat
    # “Closed” beside the day of corrections would read as if these were closed.
    assert "Closed rendering Circulated for correction until" in words_of(nl.get(base))
    assert "Open rendering Circulated" in words_of(nl.get(f"{base}?rendering=open"))
    opened = nl.text(f"{base}?rendering=open")
    assert "The open words" in opened
    assert "The closed words" not in opened
    assert "/SR" not in opened
    theirs = guest.text(base)
    assert "The open words" in theirs
    assert "closed words" not in theirs
    assert "Kept among" not in theirs
    assert "/SR" not in theirs
    # Their copy bears the seal of its own words, and none of what is not theirs.
    seals = {re.findall(r"Seal \(SHA-256\): ([0-9a-f]{64})", words)[0] for words in (seat, opened, theirs)}
    assert len(seals) == 3
    assert "Second regular" not in theirs
    with app.app_context(), work(TESTS):
        until = clock.moment_words(one(Record).due_at, one(Meeting, key=sat["meeting"]).zone)
    assert f"For correction by the members until {until}." in theirs
    assert "For correction by the members" not in seat
    assert speaker.get(base).status_code == 404  # Nothing open was said on their item.
    for kind, read in (("pdf", pdf_text), ("docx", docx_text)):
        closed_file, open_file = nl.get(f"{base}.{kind}").data, nl.get(f"{base}.{kind}?rendering=open").data
        assert "The closed words" in read(closed_file)
        assert "The closed words" not in read(open_file)
        assert "The open words" in read(open_file)
        assert "The closed words" not in read(guest.get(f"{base}.{kind}").data)
        assert nl.get(f"{base}.{kind}").data == closed_file


def test_what_is_open_and_not_attributed_names_nobody_on_any_outlet(
    app: Flask, secretary: Browser, sat: dict[str, str]
) -> None:
    path, base = f"/items/{sat['open']}/notes", f"/meetings/{sat['meeting']}/record"
    fields = typed(secretary.get(path).get_data(as_text=True))
    mark = blank_of(fields)
    fields |= {f"text-{mark}": "Said to all by nobody.", f"marking-{mark}": "open and not attributed"}
    assert secretary.post(path, fields | {f"speaker-{mark}": "Ambassador Unnamed"}).status_code == 303
    circulated(app, sat, with_guests=True)

    for key in ("primary_nl", "ngo_guest"):
        reader = browser_of(app, key)
        outlets = [
            reader.text(f"{base}?rendering=open"),
            pdf_text(reader.get(f"{base}.pdf?rendering=open").data),
            docx_text(reader.get(f"{base}.docx?rendering=open").data),
        ]
        for words in outlets:
            assert "Said to all by nobody." in words
            assert words.index("The open words") < words.index("Not attributed") < words.index("Said to all")
            assert "Unnamed" not in words
    assert "open and not attributed" in secretary.text(f"{path}/versions")


def test_guests_read_nothing_before_the_record_is_final(app: Flask, sat: dict[str, str]) -> None:
    circulated(app, sat)
    assert browser_of(app, "ngo_guest").get(f"/meetings/{sat['meeting']}/record").status_code == 404
    assert browser_of(app, "ngo_guest").get(f"/meetings/{sat['meeting']}/record.pdf").status_code == 404


def test_reading_the_closed_record_is_noted(app: Flask, sat: dict[str, str]) -> None:
    circulated(app, sat)
    browser_of(app, "primary_nl").get(f"/meetings/{sat['meeting']}/record")
    with app.app_context(), work(TESTS):
        assert count(Sighting, object_kind="record") == 1
    page = browser_of(app, "secretary")
    with app.app_context(), work(TESTS):
        key = body().key
    assert "Summary record" in page.text(f"/bodies/{key}/sightings")


def test_a_correction_travels(app: Flask, secretary: Browser, sat: dict[str, str]) -> None:
    circulated(app, sat)
    base = f"/meetings/{sat['meeting']}/record"
    nl = browser_of(app, "primary_nl")
    path = re.findall(r"/record-paragraphs/[\w-]+/correction", nl.get(base).get_data(as_text=True))[0]
    assert nl.post(path, {"proposed": "The closed words of the deep-dive."}).status_code == 422

    assert nl.post(path, {"proposed": "The corrected words.", "remark": "It was put otherwise."}).status_code == 303
    assert "The corrected words." in nl.text(f"{base}/corrections")
    assert "The corrected words." not in browser_of(app, "primary_us").text(f"{base}/corrections")
    assert browser_of(app, "ngo_guest").get(f"{base}/corrections").status_code == 404
    with app.app_context(), work(TESTS):
        key = one(Correction).key
    assert nl.get(f"/corrections/{key}").status_code == 404
    assert secretary.post(f"/corrections/{key}", {"fate": "declined", "text": "x", "reason": ""}).status_code == 422
    assert (
        secretary.post(f"/corrections/{key}", {"fate": "accepted", "text": "The corrected words."}).status_code == 303
    )

    with app.app_context(), work(TESTS):
        assert one(Correction).fate is CorrectionFate.ACCEPTED
        assert count(OutboxMessage, kind="record-correction") == 1
        assert any(p.text == "The corrected words." for p in NoteParagraphs())
    assert "The closed words" in nl.text(base)  # What went out stays as it is.


def test_the_record_is_adopted_at_a_later_meeting(app: Flask, secretary: Browser, sat: dict[str, str]) -> None:
    circulated(app, sat)
    base = f"/meetings/{sat['meeting']}/record"
    with app.app_context(), work(TESTS):
        later = a_sitting(starts_on=clock.now().date() + timedelta(days=20)).key

    assert secretary.post(f"{base}/adoption", {"meeting": ""}).status_code == 422
    told = secretary.post(f"{base}/adoption", {"meeting": later})
    assert (told.status_code, "Corrections are still taken." in told.text) == (422, True)
    unread = secretary.post(f"{base}/adoption", {"meeting": later, "early": "y", "unentered": "y"})
    assert (unread.status_code, "Something was changed since you opened this page." in unread.text) == (422, True)
    was = re.findall(r'name="was" value="([^"]+)"', unread.text)[0]
    said = {"meeting": later, "early": "y", "unentered": "y", "was": was}
    assert secretary.post(f"{base}/adoption", said).status_code == 303
    page = browser_of(app, "primary_nl").text(base)

    assert "Adopted at the" in page
    assert "Seal (SHA-256):" in page
    assert "None is taken any more." in page
    assert f"{base}/corrections" in browser_of(app, "primary_nl").get(base).text
    assert "worked out anew" not in page
    assert "worked out anew as you opened this page, and is the same as when the record went out" in secretary.text(
        base
    )
    assert "The open words" in browser_of(app, "ngo_guest").text(base)
    with app.app_context(), work(TESTS):
        record = one(Record, state=RecordState.ADOPTED)
        assert record.symbol.endswith("/SR")  # It says what everybody had for correction.
    path = f"/items/{sat['closed']}/notes"
    fields = {"text-new-AAAAAAAAAAAAAAAAAAAAAA": "Too late."}
    assert secretary.post(path, fields).status_code == 422
    assert secretary.get(path).status_code == 200


def test_attendance_and_quorum_stand_in_the_closed_record(app: Flask, secretary: Browser, sat: dict[str, str]) -> None:
    path = f"/sessions/{sat['session']}/attendance"
    page = secretary.get(path).get_data(as_text=True)
    invited = re.findall(r'name="present"[^>]*value="([\w-]{22})"', page)
    nl = re.search(r'value="([\w-]{22})"[^>]*>\s*<label[^>]*>Netherlands', page)
    assert nl is not None
    assert secretary.post(path, {"present": [nl[1]]}).status_code == 303
    assert len(invited) == 3  # Two members and the guest of this session; who is admitted to an item elsewhere is not.
    assert "1 member was present of 7; the quorum is 4." in secretary.text(path)
    circulated(app, sat, with_guests=True)
    base = f"/meetings/{sat['meeting']}/record"

    assert "Members present: Netherlands." in browser_of(app, "primary_us").text(base)
    assert "Members present" not in browser_of(app, "primary_us").text(f"{base}?rendering=open")
    assert "Members present" not in browser_of(app, "ngo_guest").text(base)
    with app.app_context(), work(TESTS):
        assert count(Attendance, is_present=True) == 1


def test_whoever_came_without_an_invitation_is_recorded_and_counts_for_a_member(
    app: Flask, secretary: Browser, sat: dict[str, str]
) -> None:
    path = f"/sessions/{sat['session']}/attendance"
    for wrong, said in (
        ("Jan de Vries, Atlantis", "“Atlantis” is no party of this body"),
        (", Denmark", "write the name"),
        ("x" * 201, "write the name"),
    ):
        refused = secretary.post(path, {"others": f"Ann Lee, Canada\n{wrong}"})
        assert (refused.status_code, said in words_of(refused)) == (422, True)
        assert "Ann Lee, Canada" in refused.text
    with app.app_context(), work(TESTS):
        assert (count(OtherPresent), count(Attendance)) == (0, 0)
    lines = "Jan de Vries, netherlands\nAnn Lee, Canada\nA. Clerk, Documentation Centre\nA visitor"
    assert secretary.post(path, {"others": lines}).status_code == 303
    page = secretary.text(path)
    assert "2 members were present of 7; the quorum is 4." in page
    assert "Jan de Vries, Netherlands" in page
    assert secretary.post(path, {"others": lines.replace("A visitor", "")}).status_code == 303
    with app.app_context(), work(TESTS):
        assert count(OtherPresent) == 3
    circulated(app, sat, with_guests=True)
    record = browser_of(app, "primary_us").text(f"/meetings/{sat['meeting']}/record")
    assert "Members present: Canada, Netherlands." in record
    assert "Documentation Centre" in record


def test_the_quorum_is_the_bodys_own(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        key = body().key
    path = f"/bodies/{key}/quorum"
    assert secretary.post(path, {"kind": "number", "number": ""}).status_code == 422
    assert secretary.post(path, {"kind": "percent", "percent": "200"}).status_code == 422
    assert secretary.post(path, {"kind": "percent", "percent": "60", "from_on": "2027-06-01"}).status_code == 303
    assert 'value="60"' in secretary.get(path).get_data(as_text=True)
    assert browser_of(app, "primary_nl").get(path).status_code == 404


def test_a_summary_starts_from_the_record(app: Flask, secretary: Browser, sat: dict[str, str]) -> None:
    path = f"/meetings/{sat['meeting']}/texts/new"
    page = secretary.get(path).get_data(as_text=True)
    chosen = re.findall(r'name="paragraphs"[^>]*value="([^"]+)"', page) or re.findall(r'value="([\w-]{22})"', page)
    made = secretary.post(
        path, {"kind": "chair's summary", "title": "What the chair took away", "paragraphs": chosen[:1]}
    )
    assert made.status_code == 303
    with app.app_context(), work(TESTS):
        text = one(OutcomeText)
        key, words = text.key, text.text
    assert words == "The closed words of the deep-dive."
    nl = browser_of(app, "primary_nl")
    assert nl.get(f"/texts/{key}").status_code == 404
    assert secretary.post(f"/texts/{key}/edit", {"title": "T", "text": "", "was": "1"}).status_code == 422
    assert (
        secretary.post(f"/texts/{key}/edit", {"title": "T", "text": "Edited.\r\n\r\nTwice.", "was": "1"}).status_code
        == 303
    )
    assert secretary.post(f"/texts/{key}/edit", {"title": "T", "text": "Other.", "was": "1"}).status_code == 422
    # What does not say which wording was on the page was not read.
    assert secretary.post(f"/texts/{key}/circulate", {"whom": "members"}).status_code == 422
    was = re.findall(r'name="was" value="([^"]+)"', secretary.get(f"/texts/{key}").text)[0]
    assert secretary.post(f"/texts/{key}/circulate", {"whom": "members", "was": was}).status_code == 303
    assert "Edited." in nl.text(f"/texts/{key}")
    assert "Twice." in pdf_text(nl.get(f"/texts/{key}/text.pdf").data)
    assert "Twice." in docx_text(nl.get(f"/texts/{key}/text.docx").data)
    assert browser_of(app, "ngo_guest").get(f"/texts/{key}").status_code == 404


def test_a_file_tells_nothing_of_its_making(app: Flask, sat: dict[str, str], at: time_machine.Traveller) -> None:
    circulated(app, sat)
    nl, base = browser_of(app, "primary_nl"), f"/meetings/{sat['meeting']}/record"
    first = [nl.get(f"{base}.{kind}").data for kind in ("pdf", "docx")]
    at.shift(timedelta(days=2))

    assert [nl.get(f"{base}.{kind}").data for kind in ("pdf", "docx")] == first
    about = pypdf.PdfReader(io.BytesIO(first[0])).metadata
    assert about is not None
    assert about.author == "Coordination Board of the Transatlantic Network"
    properties = Document(io.BytesIO(first[1])).core_properties
    assert properties.author == properties.last_modified_by == "Coordination Board of the Transatlantic Network"
    assert properties.created is not None
    assert properties.created.year == 2000
    assert {i.date_time[0] for i in zipfile.ZipFile(io.BytesIO(first[1])).infolist()} == {2000}


def test_nothing_of_notes_is_told_to_others(app: Flask, sat: dict[str, str]) -> None:
    for key in ("primary_us", "ngo_guest", "speaker_on_link", "secretary_s4", "council_member"):
        browser = browser_of(app, key)
        for path in (
            f"/meetings/{sat['meeting']}/notes",
            f"/items/{sat['closed']}/notes",
            f"/items/{sat['open']}/notes/versions",
            f"/meetings/{sat['meeting']}/record/circulation",
            f"/meetings/{sat['meeting']}/record/adoption",
            f"/sessions/{sat['session']}/attendance",
        ):
            assert browser.get(path).status_code == 404, (key, path)


def test_the_pages_of_a_meeting_lead_to_the_record(app: Flask, secretary: Browser, sat: dict[str, str]) -> None:
    page = f"/meetings/{sat['meeting']}"
    assert f"{page}/notes" in secretary.get(page).get_data(as_text=True)
    assert f"{page}/record" not in browser_of(app, "primary_nl").get(page).get_data(as_text=True)
    circulated(app, sat, with_guests=True)
    for key in ("primary_nl", "ngo_guest"):
        assert f'{page}/record"' in browser_of(app, key).get(page).get_data(as_text=True)
    assert f"{page}/record" not in browser_of(app, "speaker_on_link").get(page).get_data(as_text=True)
    with app.app_context(), work(TESTS):
        assert len(sessions(one(Meeting, key=sat["meeting"]))) > 1


def test_every_circulation_can_be_read_as_it_went_out(app: Flask, secretary: Browser, sat: dict[str, str]) -> None:
    with app.app_context(), work(TESTS):
        meeting: Meeting = one(Meeting, key=sat["meeting"])
        sent(meeting, with_guests=True)
        row = noted(item(meeting))[0]
        noted(item(meeting), changed(row, "The words as they were corrected."))
        sent(meeting, with_guests=True)
    path = f"/meetings/{sat['meeting']}/record"
    member = browser_of(app, "primary_nl")
    before, now = member.text(f"{path}?circulation=0"), member.text(path)

    assert "The closed words of the deep-dive." in before
    assert "It went out again since then" in before
    assert "Then: The words as they were corrected." in before
    assert "The words as they were corrected." in now
    assert "Before: The closed words of the deep-dive. Now: The words as they were corrected." in now
    assert "The closed words of the deep-dive." not in member.text(f"{path}?rendering=open")
    assert "/correction" in member.get(path).text
    assert "/correction" not in member.get(f"{path}?circulation=0").text.replace("/corrections", "")
    for reader in (secretary, member):
        assert reader.get(f"{path}.pdf?circulation=0").data != reader.get(f"{path}.pdf").data
        assert reader.get(f"{path}?circulation=2").status_code == 404
    guest = browser_of(app, "ngo_guest")
    assert guest.get(f"{path}?circulation=0").data == guest.get(path).data
    assert guest.get(f"{path}?circulation=7").status_code == 200


def test_what_was_written_beside_stays_among_the_versions(app: Flask, secretary: Browser, sat: dict[str, str]) -> None:
    with app.app_context(), work(TESTS):
        where = item(one(Meeting, key=sat["meeting"]))
        first = noted(where)[0]
        for number, (anna, ben) in enumerate((("ONE", "TWO"), ("THREE", "FOUR")), start=1):
            opened = first.revision
            noted(where, changed(first, f"{anna} {number}", opened=opened), by="anna")
            noted(where, changed(first, f"{ben} {number}", opened=opened), by="ben")
    shown = secretary.text(f"/items/{sat['closed']}/notes/versions")

    assert [words in shown for words in ("ONE 1", "TWO 1", "THREE 2", "FOUR 2")] == [True] * 4
    assert "nobody has chosen yet" in shown

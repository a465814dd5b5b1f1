"""What is not attributed never names the one who is noted for it: refused on every way out, and by no tick passed."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask

from convene import clock
from convene.agendas.models import AgendaItem
from convene.db import work
from convene.findings import Refused
from convene.meetings.models import Meeting
from convene.records import actions, self_naming, texts
from convene.records.models import Correction, NoteParagraph, OutcomeText, Record, Speaker
from convene.records.own_names import named_in, own_names
from convene.records.terms import CorrectionFate, Marking, RecordState, TextKind
from tests.browser import TESTS, Browser
from tests.build import BY, body, count, one, term_of
from tests.records.made import a_sitting, changed, item, lines_of, new, noted, sent

PARTIES = (
    "Denmark", "Netherlands", "United States", "Sudan", "South Sudan", "Poland", "Guinea", "Equatorial Guinea",
    "European Union", "University of Oxford", "Global Centre for Prevention",
)  # fmt: skip
PEOPLE = {
    "Anne Holm": ["Denmark"], "Jan de Vries": ["Netherlands"], "Ann Lee": [], "Sarah Stone": ["University of Oxford"],
    "Representative of United States": ["United States"], "Chair of the board": ["Denmark"],
}  # fmt: skip
WHY = "This paragraph names the one who said it."


@pytest.mark.parametrize(
    "said_by, text, named",
    [
        # The party, as it is written, in a hurry, and broken over a line.
        ("Denmark", "Denmark offered twelve trucks.", ("Denmark",)),
        ("Denmark: Anne Holm", "It was said that denmark’s trucks were ready.", ("denmark",)),
        ("United States", "The United\n States would pay.", ("United States",)),
        ("United States", "The US would pay.", ("US",)),
        ("United States", "It told us of trucks.", ()),
        ("European Union", "The EU would pay.", ("EU",)),
        # The adjective and the people of a State.
        ("Denmark", "The Danish trucks were ready.", ("Danish",)),
        ("Netherlands", "Two Dutchmen were there.", ("Dutchmen",)),
        ("Danish delegation", "Danes were there, and Denmark paid.", ("Danes", "Denmark")),
        ("Poland", "To polish the text takes a day.", ()),
        ("Poland", "The Polish text was read.", ("Polish",)),
        # Who is named for a party that they sit for, or sat, names it; a name of one word is a name as it is written.
        ("Anne Holm", "Denmark offered twelve trucks.", ("Denmark",)),
        ("Anne Holm", "As Holm said, trucks were ready.", ("Holm",)),
        ("Denmark: Anne Holm", "ANNE HOLM offered trucks.", ("ANNE HOLM",)),
        ("Sarah Stone", "No stone was left unturned.", ()),
        ("Sarah Stone", "The University of Oxford asked.", ("University of Oxford",)),
        ("Oxford", "The University of Oxford asked.", ("University of Oxford",)),
        # Noted short, as note-takers type it, both ways; and by a title and the family name.
        ("NL", "The Netherlands would pay.", ("Netherlands",)),
        ("US: Mr Smith", "The United States would pay, said Smith.", ("United States", "Smith")),
        ("UK", "The United Kingdom and Britain; British maps.", ("United Kingdom", "Britain", "British")),
        ("DK", "Denmark offered trucks, and DNK paid.", ("Denmark", "DNK")),
        ("Denmark", "DK offered trucks.", ("DK",)),
        ("DK delegation", "Danish trucks were ready.", ("Danish",)),
        ("EU", "The European Union would pay.", ("European Union",)),
        ("AU (Mr Bello)", "The African Union would pay.", ("African Union",)),
        ("Ms Holm (DK)", "Denmark offered; Holm had asked.", ("Denmark", "Holm")),
        ("Ambassador Holm", "Denmark offered trucks.", ("Denmark",)),
        ("Ms A. Holm", "Danish trucks were ready.", ("Danish",)),
        ("Dr Oslo", "As Oslo said, trucks were ready.", ("Oslo",)),
        ("Dr Stone", "The University of Oxford asked.", ("University of Oxford",)),
        ("US", "It told us of trucks, and us alone.", ()),
        ("NO", "No truck came, and no bread.", ()),
        ("IN", "The trucks were in the camp.", ()),
        ("Italy", "The IT staff said that it came, and it alone.", ()),
        ("Mr Smith", "The mr of the list, MR and all, was read.", ()),
        ("Global Centre for Prevention", "Prevention takes time.", ()),
        # In capitals.
        ("Oxford", "OXFORD keeps a register.", ("OXFORD",)),
        ("Anne Holm", "HOLM: forty witnesses.", ("HOLM",)),
        ("HOLM", "Holm named forty witnesses.", ("Holm",)),
        ("Poland", "POLISH lists were read.", ("POLISH",)),
        ("Mali", "MALI asked.", ("MALI",)),
        # In other spellings, and by other names.
        ("Denmark", "Denm\u0430rk offered trucks.", ("Denmark",)),
        ("Denmark", "_Denmark_ offered trucks.", ("Denmark",)),
        ("Denmark", "Den\u00admark and D\u200benmark offered.", ("Denmark",)),
        ("Denmark", "The trucks of Den-\nmark came.", ("Denmark",)),
        ("United States", "The U.S. would pay.", ("US",)),
        ("United States", "The U.S.A. would, and America did.", ("USA", "America")),
        ("U.S.", "The United States would pay.", ("United States",)),
        ("United Kingdom", "The U.K. would pay. The U. K. did.", ("UK",)),
        ("Netherlands", "Holland would pay.", ("Holland",)),
        ("Holland", "The Netherlands would pay.", ("Netherlands",)),
        ("Czech Republic", "Czechia would pay.", ("Czechia",)),
        ("Czechia", "The Czech Republic would pay.", ("Czech Republic",)),
        ("United States", "Lists of Latin America were read.", ()),
        ("Denmark", "The list of Oxford Street is long-\nterm work.", ()),
        # What is no family name, though a name ends with it.
        ("African Union", "The European Union should pay.", ()),
        ("African Union", "The African Union paid.", ("African Union",)),
        ("Human Rights Watch", "The Night Watch was read.", ()),
        ("UN Women", "Women were turned away.", ()),
        ("Joint Office", "The Office of the High Commissioner asked.", ()),
        ("International Crisis Group", "The Group of Friends met.", ()),
        ("Theresa May", "In May of next year it is read.", ()),
        ("Theresa May", "As Ms May said, it is read.", ("Ms May",)),
        ("Theresa May", "Theresa May asked.", ("Theresa May",)),
        ("Anna Court", "The Court in The Hague asked.", ()),
        ("Global Centre for Prevention", "A global centre for prevention is wanted.", ()),
        ("Global Centre for Prevention", "The global centre for prevention asked.", ("global centre for prevention",)),
        # Whoever is not on record.
        ("Ann Lee, Canada", "A Canadian list was read by Lee.", ("Canadian", "Lee")),
        ("Türkiye", "The Turkiye list was read.", ("Turkiye",)),
        ("Denmark / Netherlands", "The Dutch list was read.", ("Dutch",)),
        # Of others it may speak: whom a recommendation addresses, where the meeting was, what bears another's name.
        ("Netherlands", "The recommendation goes to Denmark and the United States.", ()),
        ("Netherlands", "The Court in The Hague was named.", ()),
        ("Sudan", "The recommendation goes to South Sudan.", ()),
        ("South Sudan", "The recommendation goes to Sudan.", ()),
        ("South Sudan", "South Sudan asked.", ("South Sudan",)),
        ("Equatorial Guinea", "The recommendation goes to Guinea.", ()),
        ("United States", "Latin American lists were read; some States asked.", ()),
        # A place at the table is no name.
        ("Chair", "The chair summed up, and the Chair closed.", ()),
        ("the rapporteur", "The rapporteur read the list.", ()),
        ("", "Denmark offered twelve trucks.", ()),
    ],
)
def test_who_is_named_by_what_they_said(said_by: str, text: str, named: tuple[str, ...]) -> None:
    assert named_in(text, own_names(said_by, PARTIES, PEOPLE)) == named


@pytest.mark.parametrize(
    "text, is_found",
    [
        ("Denmark offered twelve trucks for the winter.", True),
        ("Twelve trucks for the winter were offered by Denmark.", True),
        ("Denmark took the floor. Twelve trucks were offered for the winter.", True),
        ("Twelve trucks were offered for the winter.", False),
        ("Twelve trucks were offered for the winter.\n\nThe recommendation goes to Denmark.", False),
        ("The Netherlands offered twelve trucks for the winter.", False),
        # A block of its own beside the sentence.
        ("Denmark:\n\nTwelve trucks were offered for the winter.", True),
        ("- Denmark\n\n- Twelve trucks were offered for the winter.", True),
        ("Twelve trucks were offered for the winter.\n\n(Denmark)", True),
        ("Twelve trucks were offered for the winter.\n\nThis was said by the delegation of Denmark.", True),
        ("Denmark\n\n* * *\n\nTwelve trucks were offered for the winter.", True),
        ("Denmark\n\n25 May\n\nTwelve trucks were offered for the winter.", True),
        ("The Danish offer:\n\nTwelve trucks were offered for the winter.", True),
        ("Denm\u0430rk offered twelve trucks for the winter.", True),
        ("Denmark:\n\nThe list was read.\n\nTwelve trucks were offered for the winter.", False),
        ("The Netherlands:\n\nTwelve trucks were offered for the winter.", False),
    ],
)
def test_a_text_that_says_the_same_is_known_again(app: Flask, text: str, is_found: bool) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        said = new("Twelve trucks were offered for the winter.", Marking.NOT_ATTRIBUTED)
        noted(item(meeting), said, speaker="Denmark")

        assert bool(self_naming.of_text(meeting, text)) is is_found


@pytest.mark.parametrize(
    "title, text, is_found",
    [
        ("Denmark offered twelve trucks for the winter", "The list was read.", True),
        ("The Danish offer", "Twelve trucks were offered for the winter.", True),
        ("The Danish offer", "The list was read.", False),
        ("The Dutch offer", "Twelve trucks were offered for the winter.", False),
    ],
)
def test_a_title_is_read_like_the_words(app: Flask, title: str, text: str, is_found: bool) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        said = new("Twelve trucks were offered for the winter.", Marking.NOT_ATTRIBUTED)
        noted(item(meeting), said, speaker="DK")

        assert [own.what for own in self_naming.of_text(meeting, text, title=title)] == ["title"] * is_found


@pytest.mark.parametrize("number, wanted", [("7", {"7"}), ("3 and O4", {"3", "O4"}), ("3, 5", {"3", "5"})])
def test_which_paragraphs_a_text_cites(number: str, wanted: set[str]) -> None:
    assert self_naming.cited(f"In paragraphs {number}, read 12 for 11.") == wanted


@pytest.fixture
def sat(app: Flask) -> dict[str, str]:
    """A sitting of which Denmark said a paragraph that is not attributed and names it; its keys."""
    with app.app_context(), work(TESTS):
        meeting, later = a_sitting(), a_sitting(starts_on=date(2027, 7, 20))
        dive = item(meeting)
        noted(dive, new("Denmark offered twelve trucks.", Marking.NOT_ATTRIBUTED), speaker="Denmark: Anne Holm")
        return {"meeting": meeting.key, "later": later.key, "item": dive.key}


def say(app: Flask, sat: dict[str, str], words: str, by: str = "Denmark: Anne Holm") -> None:
    """Let the paragraph say something else, or be noted for somebody else."""
    with app.app_context(), work(TESTS):
        found = one(AgendaItem, key=sat["item"])
        if one(NoteParagraph, item_key=sat["item"]).text != words:
            noted(found, changed(noted(found)[0], words))
        one(Speaker).said_by = by


def sends(secretary: Browser, path: str, **given: Any) -> tuple[int, bool]:
    """What comes of pressing the button with every box ticked, and whether it is refused at the paragraph."""
    was = re.findall(r'name="was" value="([^"]*)"', secretary.get(path).text)
    ticks = {"all_the_same": "y", "early": "y", "as_quoted": "y", "unentered": "y", "was": was[0] if was else ""}
    answer = secretary.post(path, ticks | given)
    return answer.status_code, WHY in answer.text


def test_a_record_is_not_circulated_with_it(app: Flask, secretary: Browser, sat: dict[str, str]) -> None:
    path, due = f"/meetings/{sat['meeting']}/record/circulation", "2027-06-20T18:00"
    page = secretary.text(path)
    assert f"{WHY[:-1]}: “Denmark”" in page
    assert sends(secretary, path, due=due) == (422, True)
    with app.app_context(), work(TESTS):
        assert count(Record) == 0
    say(app, sat, "Denmark offered twelve trucks.", by="Netherlands")
    assert sends(secretary, path, due=due) == (303, False)


def test_a_topic_names_them_too(app: Flask, secretary: Browser, sat: dict[str, str]) -> None:
    with app.app_context(), work(TESTS):
        found = one(AgendaItem, key=sat["item"])
        noted(found, changed(noted(found)[0], "Twelve trucks were offered.", heading="The Danish offer"))
    path = f"/meetings/{sat['meeting']}/record/circulation"
    assert sends(secretary, path, due="2027-06-20T18:00") == (422, True)


@pytest.mark.parametrize("adopts", [True, False])
def test_a_record_is_neither_adopted_nor_issued_with_it(
    app: Flask, secretary: Browser, sat: dict[str, str], adopts: bool
) -> None:
    """It went out before it was noted who spoke, or in a body that attributes nothing."""
    say(app, sat, "Denmark offered twelve trucks.", by="")
    with app.app_context(), work(TESTS):
        if not adopts:
            body().preset, body().not_attributed = "S8", True
        sent(one(Meeting, key=sat["meeting"]))
    say(app, sat, "Denmark offered twelve trucks.")
    path = f"/meetings/{sat['meeting']}/record/adoption"
    assert sends(secretary, path, meeting=sat["later"]) == (422, True)
    with app.app_context(), work(TESTS):
        assert count(Record) == count(Record, state=RecordState.CIRCULATED) == 1
    say(app, sat, "Denmark offered twelve trucks.", by="Netherlands")
    assert sends(secretary, path, meeting=sat["later"]) == (303, False)


@pytest.mark.parametrize(
    "word, is_refused",
    [
        ("Denmark offered us twelve trucks.", True),
        ("(Denmark)\n\nTwelve trucks were offered.", True),
        ("Send your corrections in time; the next meeting is in Denmark.", False),
    ],
)
def test_a_word_to_the_members_is_read_as_well(
    app: Flask, secretary: Browser, sat: dict[str, str], word: str, is_refused: bool
) -> None:
    say(app, sat, "Twelve trucks were offered.")
    path = f"/meetings/{sat['meeting']}/record/circulation"
    was = re.findall(r'name="was" value="([^"]*)"', secretary.get(path).text)[0]
    given = {"due": "2027-06-20T18:00", "note": word, "all_the_same": "y", "was": was}
    answer = secretary.post(path, given)
    assert (answer.status_code, "This word to the members names" in answer.text) == (
        (422, True) if is_refused else (303, False)
    )
    with app.app_context(), work(TESTS):
        assert count(Record) == (0 if is_refused else 1)


def _was(page: str) -> str:
    found: list[str] = re.findall(r'name="was" value="([^"]+)"', page)
    return found[0]


@pytest.mark.parametrize("kind", [TextKind.CHAIRS_SUMMARY, TextKind.AIDE_MEMOIRE, TextKind.COMMUNIQUE])
def test_no_text_starts_or_goes_out_with_it(
    app: Flask, secretary: Browser, sat: dict[str, str], kind: TextKind
) -> None:
    with app.app_context(), work(TESTS):
        key = one(NoteParagraph).key
    given = {"kind": str(kind), "title": "What was said", "paragraphs": [key]}
    path = f"/meetings/{sat['meeting']}/texts/new"
    refused = secretary.post(path, given)
    assert (refused.status_code, WHY in refused.text) == (422, True)
    say(app, sat, "Twelve trucks were offered.")
    titled = secretary.post(path, given | {"title": "What Denmark offered"})
    assert (titled.status_code, "This title names the one who said it." in titled.text) == (422, True)
    begun = secretary.post(path, given)
    assert begun.status_code == 303
    with app.app_context(), work(TESTS):
        text = one(OutcomeText)
        text.text, key = "Twelve trucks were offered by Denmark.", text.key
    page = secretary.get(f"/texts/{key}")
    assert WHY in page.text
    leaving = {"whom": "members", "all_the_same": "y"}
    refused = secretary.post(f"/texts/{key}/circulate", leaving | {"was": _was(page.text)})
    assert (refused.status_code, WHY in refused.text) == (422, True)
    with app.app_context(), work(TESTS):
        one(OutcomeText).text = "Twelve trucks were offered by the Netherlands."
    was = _was(secretary.get(f"/texts/{key}").text)
    assert secretary.post(f"/texts/{key}/circulate", leaving | {"was": was}).status_code == 303


def test_a_correction_is_not_accepted_with_it(app: Flask, secretary: Browser, sat: dict[str, str]) -> None:
    say(app, sat, "Twelve trucks were offered.")
    with app.app_context(), work(TESTS):
        record, term = sent(one(Meeting, key=sat["meeting"])), term_of("primary_nl")
        found = actions.propose_correction(
            lines_of(record)[0], record, "Twelve trucks were offered.", "Denmark offered ten trucks.", "",
            party_id=term.party_id, person_id=term.person_id, by=BY, at=clock.now(),
        )  # fmt: skip
        path = f"/corrections/{found.key}"
    refused = secretary.post(path, {"fate": "accepted", "text": "Denmark offered ten trucks."})
    assert (refused.status_code, WHY in refused.text) == (422, True)
    with app.app_context(), work(TESTS):
        assert one(Correction).fate is CorrectionFate.WAITING
    told = {"fate": "declined", "reason": "Denmark told us of twelve."}
    refused = secretary.post(path, told)
    assert (refused.status_code, "This answer names the one who said it." in refused.text) == (422, True)
    assert secretary.post(path, {"fate": "accepted", "text": "Ten trucks were offered."}).status_code == 303


def test_a_seat_that_proposes_it_learns_nothing_of_who_spoke(app: Flask, sat: dict[str, str]) -> None:
    """Its proposal is taken, whoever said it: only the secretariat is refused."""
    say(app, sat, "Twelve trucks were offered.")
    with app.app_context(), work(TESTS):
        record, term = sent(one(Meeting, key=sat["meeting"])), term_of("primary_nl")
        for words in ("Denmark offered ten trucks.", "The Netherlands offered ten trucks."):
            actions.propose_correction(
                lines_of(record)[0], record, "Twelve trucks were offered.", words, "",
                party_id=term.party_id, person_id=term.person_id, by=BY, at=clock.now(),
            )  # fmt: skip


def test_what_is_attributed_names_whom_it_likes(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        noted(item(meeting), new("Denmark offered twelve trucks."), speaker="Denmark")
        assert sent(meeting).state is RecordState.CIRCULATED
        text = texts.start_from(
            meeting, TextKind.CHAIRS_SUMMARY, "Said", [one(NoteParagraph).key], by=BY, at=clock.now()
        )
        texts.circulate(text, meeting, texts.Leaving(), by=BY, at=clock.now())
        assert text.announced


def test_a_hard_word_is_refused_in_the_action_too(app: Flask, sat: dict[str, str]) -> None:
    with app.app_context(), work(TESTS), pytest.raises(Refused, match="names the one who said it"):
        sent(one(Meeting, key=sat["meeting"]))

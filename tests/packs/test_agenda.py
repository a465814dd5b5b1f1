"""What the printed agenda says to each kind of reader, and what it never says."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convene.access.terms import Audience
from convene.agendas.terms import AgendaView, ItemKind, SessionView, Theme
from convene.packs.agenda import agenda_pdf
from tests.packs import read
from tests.packs.build import (
    FIRST_DAY,
    PRINTED_AT,
    SECOND_DAY,
    a_guest_agenda,
    a_paper,
    a_session,
    an_agenda,
    an_item,
    an_open_session,
    at,
)

CVE_2023_33733 = (
    "<font color=\"[[[getattr(pow,Word('__globals__'))['os'].system('touch exploited') for Word in"
    " [orgTypeFun('Word', (str,), {})]] for orgTypeFun in [type(type(1))]] and 'red'\">exploit</font>"
)
PAYLOADS = [
    '<img src="/etc/hosts"/>',
    '<img src="https://evil.example/pixel.png" width="1" height="1"/>',
    "unbalanced <b>bold <i>both</b>",
    "Fish & chips &amp; &lt;b&gt; &#65; &unknown;",
    '<para align="center"><a href="https://evil.example">x</a></para>',
    "<!-- note --><![CDATA[raw]]><?php ?>",
    "</para></font><br/><onDraw name='x'/>",
    CVE_2023_33733,
]


# Eleven texts of the meeting (its venue also under “How to get there”), two of its session, nine of its item with its
# section and its annotation, and two of its paper.
PRINTED_IN_FULL = 11 + 2 + 9 + 2


def printed(view: AgendaView) -> bytes:
    return agenda_pdf(view, printed_at=PRINTED_AT)


def a_full_agenda(**given: Any) -> AgendaView:
    """A word of its own in every field that a reader may see."""
    item = an_item(
        7,
        title="Titleword",
        lead="Leadword",
        countries="Countryword",
        outcome="Outcomeword",
        narrowed_to=("Narrowone", "Narrowtwo"),
        room="Itemroomword",
        video_link="https://video.example/itemlink",
        symbol="TNAP/2027/2/7",
        papers=(a_paper(title="Paperword", from_whom="Authorword", pages=4, version=3),),
    )
    session = a_session(
        item,
        title="Sessionword",
        room="Roomword",
        getting_in="Entryword",
        video_link="https://video.example/sessionlink",
    )
    filled = {
        "body_name": "Bodyword",
        "body_short_name": "Shortword",
        "title": "Meetingword",
        "city": "Cityword",
        "venue": "Venueword",
        "address": "Addressone\nAddresstwo",
        "getting_in": "Doorword",
        "notice": "Noticeword",
        "telephone_name": "Askword",
        "telephone": "+1 212 555 0134",
    }
    return an_agenda(session, **(filled | given))


def test_agenda_of_a_member_holds_every_word_they_may_see() -> None:
    text = read.words(printed(a_full_agenda(is_provisional=True, not_attributed=True)))
    awaited = """
        Bodyword Shortword Meetingword TNAP/2027/2 Cityword Venueword Addressone Addresstwo Doorword Noticeword
        Sessionword Roomword Entryword https://video.example/sessionlink Titleword Leadword Countryword Outcomeword
        Narrowone Narrowtwo Itemroomword https://video.example/itemlink TNAP/2027/2/7 Paperword Authorword
    """
    sentences = [
        "Monday 20 September 2027",
        "For decision",
        "Only: Narrowone, Narrowtwo",
        "Authorword · 4 pages · version 3",
        "20 min",
        "Provisional: date to be confirmed",
        "Not for attribution: ",
        "Questions: Askword, +1 212 555 0134",
        "How to get there",
        "page 1 of 1",
        "as of Monday 13 September 2027, 18:00 New York",
    ]
    assert [word for word in [*awaited.split(), *sentences] if word not in text] == []


def test_agenda_without_remarks_prints_none() -> None:
    text = read.words(printed(an_agenda(a_session(an_item()))))
    unsaid = ["Provisional", "Not for attribution", "Cancelled", "Draft", "Questions", "How to get", "Room:", "video"]
    assert [word for word in unsaid if word in text] == []


def test_agenda_never_prints_keys_files_or_overruns() -> None:
    paper = a_paper(key="secretkey", file_name="secretname.pdf", media_type="secret/type")
    session = a_session(an_item(key="secretitem", papers=(paper,)), key="secretsession", overrun=4711, slack=4712)
    text = read.words(printed(an_agenda(session, meeting_key="secretmeeting")))
    assert "secret" not in text
    assert "471" not in text


@pytest.mark.parametrize(
    "sessions, word, other",
    [
        ((a_session(), an_open_session()), "Closed", "Open "),
        ((a_session(),), "Closed", "Open "),
        ((an_open_session(an_item()),), "Open", "Closed"),
        ((replace(an_open_session(), items=(an_item(audience=Audience.CLOSED),)),), "Closed", "Open "),
        ((), "Agenda", "Closed"),
    ],
)
def test_agenda_bears_the_strictest_word_of_what_it_shows(
    sessions: tuple[SessionView, ...], word: str, other: str
) -> None:
    head = read.words(printed(an_agenda(*sessions))).split("Second regular meeting")[0] + " "
    assert word in head
    assert other not in head


def test_agenda_names_each_session_closed_or_open() -> None:
    text = read.words(printed(an_agenda(a_session(), an_open_session())))
    assert text.count("CLOSED") == 1
    assert text.count("OPEN") == 1


def test_agenda_names_an_item_whose_audience_differs_from_its_session() -> None:
    session = a_session(an_item(1), an_item(2, audience=Audience.OPEN, kind=ItemKind.INFORMATION))
    text = read.words(printed(an_agenda(session)))
    assert "For information · Open" in text
    assert "For decision ·" not in text


def test_agenda_of_a_guest_says_for_whom_it_is_and_no_symbol() -> None:
    view = a_guest_agenda(an_open_session(an_item(1, symbol="TNAP/2027/2/8")), symbol="TNAP/2027/2")
    pdf = printed(view)
    assert "For the person invited" in read.words(pdf)
    assert [place for place in (read.words(pdf), *read.properties(pdf).values()) if "TNAP" in place] == []
    assert "Closed" not in read.words(pdf)


def test_agenda_of_a_guest_is_the_same_whatever_symbol_is_withheld() -> None:
    session = an_open_session(an_item())
    assert printed(a_guest_agenda(session, symbol="TNAP/2027/2")) == printed(a_guest_agenda(session))


def test_agenda_properties_hold_title_and_body_and_nothing_of_the_reader() -> None:
    told = read.properties(printed(an_agenda(a_session(), title="Réunion\nà Łódź\u202e 🕊", reader_zone="Europe/Paris")))
    told = {name: told[name] for name in ("Title", "Author", "Subject", "Creator", "Keywords")}
    assert told == {
        "Title": "Réunion à Łódź 🕊",
        "Author": "Coordination Board of the Network",
        "Subject": "Agenda",
        "Creator": "convene",
        "Keywords": "",
    }


@pytest.mark.parametrize(
    "state, words",
    [("draft", "Draft agenda"), ("convened", "Agenda"), ("cancelled", "Cancelled: this meeting does not take place.")],
)
def test_agenda_says_when_the_meeting_is_not_convened(state: str, words: str) -> None:
    assert words in read.words(printed(an_agenda(a_session(), state=state)))


def test_agenda_without_sessions_says_so_and_bears_no_classification() -> None:
    text = read.words(printed(an_agenda()))
    assert "No session has been put on this agenda yet." in text
    assert "Open" not in text


@pytest.mark.parametrize(
    "reader_zone, awaited",
    [
        ("", "Monday 20 September 2027 · 09:30–13:00 New York"),
        ("America/New_York", "Monday 20 September 2027 · 09:30–13:00 New York"),
        ("Europe/Amsterdam", "Monday 20 September 2027 · 09:30–13:00 New York · 15:30–19:00 Amsterdam"),
        ("Pacific/Auckland", "Monday 20 September 2027 · 09:30–13:00 New York · 01:30–05:00 (+1 day) Auckland"),
    ],
)
def test_session_shows_host_time_and_the_reader_s_own_beside_it(reader_zone: str, awaited: str) -> None:
    text = read.words(printed(an_agenda(a_session(), reader_zone=reader_zone)))
    shown = text.split("CLOSED")[1].split("Coordination Board as of")[0]
    assert awaited in text
    assert shown.count("–") == awaited.count("–")


def test_item_with_a_start_prints_it_in_host_time() -> None:
    pdf = printed(an_agenda(a_session(an_item(starts_at=at("11:45"))), reader_zone="Europe/Amsterdam"))
    assert read.words(pdf).count("11:45") == 1
    assert "17:45" not in read.words(pdf)


def test_item_without_a_start_prints_number_title_and_duration_only() -> None:
    view = a_guest_agenda(an_open_session(an_item(3, starts_at=None, minutes=90)))
    text = read.words(printed(view))
    assert "Title of item 3" in text
    assert "1 h 30 min" in text
    assert text.count("09:30") == 1  # the session's own span


def test_item_narrowed_to_some_is_marked_and_others_are_not() -> None:
    session = a_session(an_item(1, narrowed_to=("Denmark",)), an_item(2))
    assert read.words(printed(an_agenda(session))).count("Only: ") == 1


@pytest.mark.parametrize("pages, words", [(None, "· version 2"), (1, "1 page ·"), (2, "2 pages ·")])
def test_paper_prints_its_pages_where_they_are_known(pages: int | None, words: str) -> None:
    text = read.words(printed(an_agenda(a_session(an_item(papers=(a_paper(pages=pages),))))))
    assert words in text
    assert ("page" in text.split("page 1 of 1")[0].split("Aide-memoire")[1]) is (pages is not None)


def test_item_video_link_that_is_the_session_s_is_not_said_twice() -> None:
    link = "https://video.example/one"
    text = read.words(printed(an_agenda(a_session(an_item(video_link=link), video_link=link))))
    assert text.count(link) == 1


def test_only_plain_https_links_can_be_clicked() -> None:
    shown = (
        "https://video.example/a?b=(c)&d",
        "javascript:alert(1)",
        "http://video.example",
        "https://video.example/é",
    )
    items = [an_item(n, video_link=link) for n, link in enumerate(shown, start=1)]
    pdf = printed(an_agenda(a_session(*items)))
    assert read.links(pdf) == ["https://video.example/a?b=(c)&d"]
    assert [link for link in shown if link not in read.words(pdf)] == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_any_field_is_printed_as_it_was_typed(payload: str) -> None:
    view = everywhere(payload)
    pdf = printed(view)
    text = read.unbroken(pdf)
    assert text.count("".join(payload.split())) == PRINTED_IN_FULL
    assert read.pictures(pdf) == []
    assert read.links(pdf) == []
    assert not Path("exploited").exists()


def everywhere(text: str) -> AgendaView:
    """The same text in every field that takes text, but for zones, symbols, and the short name, which may be cut."""
    paper = a_paper(**dict.fromkeys(("title", "from_whom", "file_name", "media_type"), text))
    said = ("title", "lead", "outcome", "countries", "room", "video_link", "section", "annotation")
    own: dict[str, Any] = dict.fromkeys(said, text)
    item = an_item(narrowed_to=(text,), papers=(paper,), **own)
    session = a_session(item, title=text, room="Room", getting_in=text, video_link="")
    told = {"symbol", "state", "zone", "reader_zone", "meeting_key", "body_short_name"}
    own_texts = [f.name for f in fields(AgendaView) if f.type == "str" and f.name not in told]
    return an_agenda(session, **dict.fromkeys(own_texts, text))


def test_letters_with_accents_greek_and_cyrillic_are_printed() -> None:
    titles = ["Łódź, Kraków, Côte d’Ivoire, Őrség", "Ενημέρωση για την κατάσταση", "Кыргызстан и Україна", "Ŋá, Ŧ"]
    items = [an_item(n, title=title, outcome=title) for n, title in enumerate(titles, start=1)]
    text = read.words(printed(an_agenda(a_session(*items))))
    assert [text.count(title) for title in titles] == [2, 2, 2, 2]


def test_a_letter_that_the_faces_lack_is_printed_as_a_question_mark() -> None:
    text = read.words(
        printed(an_agenda(a_session(an_item(title="Peace \N{DOVE OF PEACE} and 国", outcome="a\u202eb"))))
    )
    assert "Peace ? and ?" in text
    assert "Outcome sought: ab" in text


def test_equal_views_give_equal_bytes_in_every_process() -> None:
    script = (
        "import hashlib; from tests.packs.test_agenda import a_full_agenda, printed;"
        "print(hashlib.sha256(printed(a_full_agenda())).hexdigest())"
    )
    root = Path(__file__).parents[2]
    digests = {
        subprocess.run(
            [sys.executable, "-c", script], cwd=root, env={"PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout.decode()
        for seed in ("1", "2")
    }
    assert digests == {hashlib.sha256(printed(a_full_agenda())).hexdigest() + "\n"}


def test_the_moment_of_printing_changes_the_foot_alone() -> None:
    later = agenda_pdf(a_full_agenda(), printed_at=PRINTED_AT + timedelta(days=1))
    assert read.words(later).replace("Tuesday 14 September", "Monday 13 September") == read.words(
        printed(a_full_agenda())
    )


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Threads that take turns a thousand times as often as usual, so that what can mix does mix."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(usual / 1000)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("hasty_threads")
def test_agendas_printed_at_the_same_time_do_not_mix() -> None:
    # Letters with accents are put together from two glyphs each, for which the font file is read once more.
    accents = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿāăąćčďēęěğģīįķļľńņňōőŕřśşšţťūůűųźżž"
    views = [an_agenda(a_session(an_item(title=accents[start:], outcome=accents))) for start in range(16)]
    alone = [printed(view) for view in views]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(printed, views * 3))
    assert together == alone * 3


def test_bookmarks_are_the_sessions_that_are_shown() -> None:
    first = a_session(*(an_item(n) for n in range(1, 30)))
    second = an_open_session(an_item(30))
    assert read.outline(printed(an_agenda(first, second))) == [("First day, morning", 1), ("Second day, morning", 3)]


def test_a_session_on_another_day_says_its_day() -> None:
    pdf = printed(an_agenda(a_session(on=FIRST_DAY), an_open_session(on=SECOND_DAY)))
    text = read.words(pdf)
    assert "Monday 20 and Tuesday 21 September 2027" in text
    assert "Tuesday 21 September 2027 · 09:30–12:30 New York" in text


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=[])), st.sampled_from([1, 1, 1, 40, 400]))
def test_any_text_in_every_field_is_printed_without_error(part: str, times: int) -> None:
    text = part * times
    view = replace(everywhere(text), symbol=text, body_short_name=text, state=text)
    assert len(read.opened(printed(view)).pages) >= 1


def test_sections_are_headings_and_sub_items_stand_below_their_item() -> None:
    items = (
        an_item(1, section="Procedure"),
        an_item(2, section="Situations", themes=(Theme.EXTREMISM, Theme.MINORITIES)),
        an_item(2, sub=1, section="Situations", title="The first of two"),
        an_item(2, sub=2, section="Situations", title="The second of two"),
        an_item(3),
    )
    text = read.words(printed(an_agenda(a_session(*items))))
    assert [text.count(heading) for heading in ("Procedure", "Situations", "Other items")] == [1, 1, 1]
    marks = ("Procedure", "Situations", "2 (a)", "The first of two", "2 (b)", "The second of two", "Other items")
    assert [text.index(mark) for mark in marks] == sorted(text.index(mark) for mark in marks)
    assert "Themes: countering terrorism and violent extremism, minority rights" in text


def test_paper_in_several_languages_is_one_line_that_names_them() -> None:
    french = a_paper(title="Aide-mémoire", language="French")
    paper = a_paper(translations=(french, a_paper(language="Arabic")))
    text = read.unbroken(printed(an_agenda(a_session(an_item(papers=(paper,))))))

    assert "alsoinFrench,Arabic" in text
    assert "Aide-mémoire" not in text

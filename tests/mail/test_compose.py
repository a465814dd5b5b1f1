"""Letters as messages: what a program reads after real SMTP, and that nothing in a name gets out of line."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from convene.mail.compose import as_message, html_of, template_folder, text_of
from convene.mail.smtp import Sender, one_line, parse_url
from convene.mail.terms import Fact, Letter, Link, Mail, Outcome, Paragraph, SessionLine, Signature, Tone
from tests.smtp_sink import SmtpSink

AT = datetime(2027, 6, 1, 8, 30, tzinfo=UTC)
SIGNATURE = Signature("Secretariat of the Coordination Board", "Conference officer", "+49 30 5550 0123")
CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//convene//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:u1\r\n"
    b"SUMMARY:R\xc3\xa9union du Conseil\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
INVITATION = Letter(
    "invitation",
    "Invitation: Coordination Board, Berlin, 20 and 21 September 2027",
    "Excellency,",
    (
        Paragraph("The secretariat has the honour to invite you.\nPlease bring a photo identification.\n\nWelcome."),
        Paragraph("Unclassified material only.", Tone.NOTICE),
    ),
    SIGNATURE,
    facts=(
        Fact("Where", "Federal Foreign Office, Werderscher Markt 1"),
        Fact("Getting in", "Entrance Unterwasserstraße, from 08:30.\nA guard shows you the way."),
        Fact("Please answer by", "Monday 30 August 2027, 18:00 Berlin"),
        Fact("By video", "https://video.example/r/4?a=1&b=2"),
    ),
    sessions_title="Your sessions",
    sessions=(
        SessionLine(
            "First session",
            "Monday 20 September 2027, 09:30–13:00 Berlin",
            "03:30–07:00 New York, your time",
            "Room 4",
            "Closed",
        ),
        SessionLine("Exchange", "Tuesday 21 September 2027, 09:30–12:30 Berlin", mark="Open"),
    ),
    action=Link("Answer the invitation", "https://convene.example/i/0f9c2a71b3d84e5f9c2a71b3d84e5f00"),
    links=(Link("I lost my link", "https://convene.example/lost"), Link("Write to us", "mailto:board@convene.example")),
    further=(Paragraph("The link opens your invitation only.", Tone.QUIET),),
    closing="With the assurances of our highest consideration,",
    footnote="Written to you as primary representative.",
)
UPDATE = dataclasses.replace(
    INVITATION,
    kind="update",
    facts=(Fact("Where", "World Hall", was="Room 4, second floor"), Fact("Guard", "", was="Mr. Schmidt & sons")),
    sessions=(
        SessionLine(
            "First session",
            "Monday 20 September 2027, 15:00–18:00 Berlin",
            where="World Hall",
            when_was="Monday 20 September 2027, 09:30–13:00 Berlin",
            where_was="Room 4",
        ),
        SessionLine(
            "Evening", "Monday 20 September 2027, 19:00–20:00 Berlin", "in New York 13:00", "Hall", is_withdrawn=True
        ),
    ),
)
CANCELLATION = Letter(
    "cancellation",
    "Cancelled: Coordination Board, Berlin",
    "Excellency,",
    (Paragraph("The meeting will not take place."),),
    SIGNATURE,
    heading="The meeting of 20 and 21 September is cancelled",
)
SIGN_IN = Letter(
    "sign-in link",
    "Your sign-in link",
    "Dear colleague,",
    (Paragraph("This link signs you in once, within ten minutes."),),
    Signature("The secretariat", telephone="+49 30 5550 0123"),
    action=Link("Sign in", "https://convene.example/in/4f2a"),
)
LETTERS = (INVITATION, UPDATE, CANCELLATION, SIGN_IN)


def a_mail(letter: Letter = INVITATION, **changes: Any) -> Mail:
    mail = Mail(
        "<k1@convene.example>",
        "Secretariat of the Coordination Board",
        "board@convene.example",
        "board+k1@convene.example",
        "Müller, Anna (Mission)",
        "primary@nl.example",
        letter,
    )
    return dataclasses.replace(mail, **changes)


@pytest.fixture(scope="module")
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as server:
        yield server


def through(sink: SmtpSink, mail: Mail) -> EmailMessage:
    """The mail as the recipient's program reads it after real SMTP."""
    with Sender(parse_url(sink.url)) as sender:
        message = as_message(mail, at=AT)
        delivery = sender.send(message, to_address=mail.to_address, from_address=mail.from_address)
    assert delivery.outcome == Outcome.SENT
    return sink.received[-1].message


def tree(message: MIMEPart) -> object:
    kind = message.get_content_type()
    return (kind, [tree(part) for part in message.iter_parts()]) if message.is_multipart() else kind


class Page(HTMLParser):
    """What a page says, strikes out, links to, and is built of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.text, self.struck, self.open = "", "", [""]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self.text += "" if tag in {"span", "s", "strong", "a"} else " "
        if tag not in {"br", "meta"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.text += "" if tag in {"span", "s", "strong", "a"} else " "

    def handle_data(self, data: str) -> None:
        if "title" not in self.open:
            self.text += data
        if "s" in self.open:
            self.struck += data + "|"


def words(text: str) -> list[str]:
    """The words in their order, without rules and the colons that plain text needs in place of columns."""
    return [word.rstrip(":") for word in text.split() if word.strip(":-")]


def test_invitation_arrives_in_the_shape_that_calendars_need(sink: SmtpSink) -> None:
    message = through(sink, a_mail(calendar=CALENDAR, calendar_method="REQUEST"))
    alternatives = ["text/plain", "text/html", "text/calendar"]
    assert tree(message) == ("multipart/mixed", [("multipart/alternative", alternatives), "application/ics"])
    _, plain, html, calendar, attachment = (part for part in message.walk() if part is not message)
    (method,) = re.findall(r"^METHOD:(.*)\r$", calendar.get_content(), re.MULTILINE)
    assert dict(calendar["Content-Type"].params) == {"charset": "utf-8", "method": method}
    assert calendar.get_payload(decode=True) == attachment.get_payload(decode=True) == CALENDAR
    assert (attachment.get_filename(), attachment["Content-Type"].params["name"]) == ("invitation.ics",) * 2
    assert calendar["Content-Transfer-Encoding"] == attachment["Content-Transfer-Encoding"] == "base64"
    assert [part["MIME-Version"] for part in message.walk()] == ["1.0", None, None, None, None, None]
    assert plain.get_content().replace("\r\n", "\n") == text_of(INVITATION)
    assert html.get_content().replace("\r\n", "\n") == html_of(INVITATION)
    assert {plain.get_content_charset(), html.get_content_charset()} == {"utf-8"}


def test_invitation_arrives_with_these_headers_and_no_other(sink: SmtpSink) -> None:
    message = through(sink, a_mail())
    assert message.items()[:-2] == [
        ("From", "Secretariat of the Coordination Board <board@convene.example>"),
        ("To", '"Müller, Anna (Mission)" <primary@nl.example>'),
        ("Reply-To", "board+k1@convene.example"),
        ("Subject", "Invitation: Coordination Board, Berlin, 20 and 21 September 2027"),
        ("Date", "Tue, 01 Jun 2027 08:30:00 +0000"),
        ("Message-ID", "<k1@convene.example>"),
        ("Auto-Submitted", "auto-generated"),
    ]
    assert message.keys()[-2:] == ["MIME-Version", "Content-Type"]
    assert tree(message) == ("multipart/alternative", ["text/plain", "text/html"])


def test_reply_to_is_left_out_where_there_is_none() -> None:
    assert "Reply-To" not in as_message(a_mail(reply_to=""), at=AT)


def test_same_mail_gives_the_same_octets_whatever_the_zone_of_its_date() -> None:
    mail = a_mail(calendar=CALENDAR, calendar_method="REQUEST")
    once, twice = as_message(mail, at=AT), as_message(mail, at=AT.astimezone(timezone(timedelta(hours=2))))
    assert once.as_bytes() == twice.as_bytes()
    assert as_message(dataclasses.replace(mail, message_id="<k2@x>"), at=AT).as_bytes() != once.as_bytes()


def test_sign_in_letter_reads_like_this() -> None:
    assert text_of(SIGN_IN) == (
        "Your sign-in link\n-----------------\n\nDear colleague,\n\n"
        "This link signs you in once, within ten minutes.\n\nSign in:\nhttps://convene.example/in/4f2a\n\n"
        "The secretariat\nTo call: +49 30 5550 0123\n"
    )


def test_update_reads_like_this() -> None:
    assert "\n\n".join(text_of(UPDATE).split("\n\n")[5:9]) == (
        "Where: was: Room 4, second floor\n       now: World Hall\nGuard: was: Mr. Schmidt & sons\n\n"
        "Your sessions\n-------------\n\nFirst session\n"
        "  was: Monday 20 September 2027, 09:30–13:00 Berlin\n  now: Monday 20 September 2027, 15:00–18:00 Berlin\n"
        "  was: Room 4\n  now: World Hall\n\nNo longer: Evening\n"
        "  Monday 20 September 2027, 19:00–20:00 Berlin\n  in New York 13:00\n  Hall"
    )


def test_label_that_is_too_long_for_its_column_stands_on_a_line_of_its_own() -> None:
    letter = dataclasses.replace(CANCELLATION, facts=(Fact("A label that is long", "One\nTwo", "Old"), Fact("B", "x")))
    assert text_of(letter).split("\n\n")[3] == (
        f"A label that is long:\n{' ' * 18}was: Old\n{' ' * 18}now: One\n{' ' * 18}Two\nB:{' ' * 16}x"
    )


def test_update_strikes_out_what_no_longer_holds_and_nothing_else() -> None:
    assert Page(html_of(UPDATE)).struck.replace(" |", " ").split("|") == [
        *("Room 4, second floor", "Mr. Schmidt & sons"),
        *("Monday 20 September 2027, 09:30–13:00", " Berlin", "Room 4"),
        *("Evening", "Monday 20 September 2027, 19:00–20:00", " Berlin", "in New York 13:00", "Hall", ""),
    ]
    assert Page(html_of(INVITATION)).struck == ""


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.kind)
def test_text_and_html_say_the_same(letter: Letter) -> None:
    assert words(Page(html_of(letter)).text) == words(text_of(letter))


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.kind)
def test_html_loads_nothing_and_runs_nothing(letter: Letter) -> None:
    page = Page(html_of(letter))
    layout = {"html", "head", "meta", "title", "body", "table", "tr", "td", "th", "div", "span"}
    assert page.tags - layout <= {"h1", "h2", "h3", "p", "br", "a", "s", "strong"}
    allowed = {"lang", "charset", "name", "content", "style", "role", "scope", "dir", "align", "valign", "bgcolor"}
    assert {name for name, _ in page.attributes} <= allowed | {"href", "width", "border", "cellpadding", "cellspacing"}
    assert "url(" not in html_of(letter)
    assert {value.split(":")[0] for name, value in page.attributes if name == "href"} <= {"https", "mailto", "tel"}


def test_links_of_the_invitation_can_be_followed_and_read() -> None:
    page = Page(html_of(INVITATION))
    assert [value for name, value in page.attributes if name == "href"] == [
        "https://video.example/r/4?a=1&b=2",
        "https://convene.example/i/0f9c2a71b3d84e5f9c2a71b3d84e5f00",
        "https://convene.example/i/0f9c2a71b3d84e5f9c2a71b3d84e5f00",
        "https://convene.example/lost",
        "mailto:board@convene.example",
        "tel:+493055500123",
    ]
    assert {"https://convene.example/lost", "board@convene.example"} <= set(page.text.split())


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "https:///x", "mailto:x", " https://a b"])
def test_address_that_must_not_be_followed_is_only_printed(url: str) -> None:
    letter = dataclasses.replace(
        SIGN_IN, action=Link("Go", url), links=(Link("Or", url),), facts=(Fact("Video", url),), signature=Signature("S")
    )
    page = Page(html_of(letter))
    assert [value for name, value in page.attributes if name == "href"] == []
    assert words(page.text) == words(text_of(letter))


@pytest.mark.parametrize(
    "telephone, link",
    [
        ("+49 (30) 5550-0123", ["tel:+493055500123"]),
        ("030/5550.0123", ["tel:03055500123"]),
        ("ext. 12", []),
        ("+49 30 5550 or 12", []),
    ],
)
def test_telephone_is_a_link_where_it_can_be_dialled(telephone: str, link: list[str]) -> None:
    page = Page(html_of(dataclasses.replace(CANCELLATION, signature=Signature("S", "A", telephone))))
    assert [value for name, value in page.attributes if name == "href"] == link
    assert f"To call: A, {telephone}" in page.text


ANY = st.text(max_size=40) | st.text(
    alphabet=st.sampled_from("<>&'\"{}%=?\r\n\t\x00\u2028\u202e\u200bé م–:"), max_size=20
)
LINES = st.builds(SessionLine, ANY, ANY, ANY, ANY, ANY, ANY, ANY, is_withdrawn=st.booleans())
LETTER = st.builds(
    Letter,
    kind=st.just("any"),
    subject=ANY,
    greeting=ANY,
    paragraphs=st.lists(st.builds(Paragraph, ANY, st.sampled_from(Tone)), max_size=2).map(tuple),
    signature=st.builds(Signature, ANY, ANY, ANY),
    facts=st.lists(st.builds(Fact, ANY, ANY, ANY), max_size=2).map(tuple),
    sessions_title=ANY,
    sessions=st.lists(LINES, max_size=2).map(tuple),
    action=st.none() | st.builds(Link, ANY, ANY),
    links=st.lists(st.builds(Link, ANY, ANY), max_size=1).map(tuple),
    further=st.lists(st.builds(Paragraph, ANY, st.sampled_from(Tone)), max_size=1).map(tuple),
    closing=ANY,
    footnote=ANY,
)


@given(letter=LETTER)
def test_any_letter_says_the_same_in_both_and_stays_inside_its_elements(letter: Letter) -> None:
    text, html = text_of(letter), html_of(letter)
    page = Page(html)
    assert "".join(words(page.text)).replace(":", "") == "".join(words(text)).replace(":", "")
    assert page.open == [""]
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]", text + html)


HEADER = ANY | st.text(min_size=60, max_size=300) | st.text(alphabet='a,"<>@;() é=?\r\n', min_size=60, max_size=300)


@given(from_name=HEADER, to_name=HEADER, subject=HEADER)
@example("a\r\nBcc: x@evil.example", "a\nBcc: x@evil.example\n\n<p>", "a\r\n\r\nBody")
@example("=?utf-8?q?=0d=0aBcc:_x@evil.example?=", "=?utf-8?b?DQpCY2M6eA==?=", "=?utf-8?q?=0d=0aBcc:_x@evil.example?=")
@example("A, " * 60, "Office, Mission of the Kingdom of a country with a long name, to the UN", "x" * 3000)
@example('x" <evil@evil.example>, "', "a@b.example, c@d.example", "é" * 1000)
@example("back\\slash, at the end\\", "\\", '"')
@example("\ud800 \udfff", "\u202egro.live\u202c", "a\x85b\u2028c\x1cd")
@example("Müller, " * 20, "é a" * 30, "réunion du Conseil de coordination " * 5)
def test_no_name_or_subject_gets_out_of_its_header(from_name: str, to_name: str, subject: str) -> None:
    letter = dataclasses.replace(SIGN_IN, subject=subject)
    octets = as_message(a_mail(letter, from_name=from_name, to_name=to_name), at=AT).as_bytes()
    head = octets.split(b"\r\n\r\n")[0]
    assert octets.isascii()
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)|[^\x20-\x7e\r\n]", head)
    assert max(len(line) for line in octets.split(b"\r\n")) <= 998
    read = message_from_bytes(octets, policy=policy.default)
    plain = as_message(a_mail(SIGN_IN), at=AT)
    assert read.keys() == plain.keys()
    assert (read["Subject"], read["Subject"].defects) == (one_line(subject, limit=200), ())
    for header, name, address in (("From", from_name, "board@convene.example"), ("To", to_name, "primary@nl.example")):
        assert [person.addr_spec for person in read[header].addresses] == [address]
        # Python's newer parser puts a space between two encoded words, so a second one reads the name.
        phrase, same_address = parseaddr(message_from_bytes(octets)[header])
        assert (str(make_header(decode_header(phrase))), same_address) == (one_line(name, limit=120), address)


def test_longest_address_is_not_broken(sink: SmtpSink) -> None:
    address = "a" * 64 + "@" + "b" * 60 + "." + "c" * 60 + "." + "d" * 59 + ".example"
    message = through(sink, a_mail(to_address=address, to_name="Ambassador, " * 9))
    assert [person.addr_spec for person in message["To"].addresses] == [address]
    assert sink.received[-1].recipients == (address,)


def test_long_words_and_lines_arrive_whole(sink: SmtpSink) -> None:
    text = "https://convene.example/" + "x" * 3000 + "\n" + "word " * 2000
    message = through(sink, a_mail(dataclasses.replace(SIGN_IN, paragraphs=(Paragraph(text),))))
    plain, html = (part.get_content() for part in message.iter_parts())
    assert words(plain) == words(Page(html).text)
    assert text.split() == [word for word in plain.split() if word in set(text.split())]


def test_domain_beyond_ascii_is_written_as_servers_know_it(sink: SmtpSink) -> None:
    message = through(sink, a_mail(to_address="anna@münchen.example", reply_to="büro@münchen.example"))
    assert message["To"].addresses[0].addr_spec == "anna@xn--mnchen-3ya.example"
    assert "\r\nReply-To: büro@xn--mnchen-3ya.example\r\n".encode() in sink.received[-1].content
    assert "SMTPUTF8" in sink.received[-1].options


@pytest.mark.parametrize("which", ["from_address", "to_address", "reply_to"])
@pytest.mark.parametrize("address", ["a@b.example\r\nBcc: c@d.example", "a@straße.example", "a, b@c.example", "a"])
def test_address_that_cannot_be_written_to_is_named(which: str, address: str) -> None:
    wrong: dict[str, Any] = {which: address}
    with pytest.raises(ValueError, match=r"e-mail address|domain"):
        as_message(a_mail(**wrong), at=AT)


@pytest.mark.parametrize("message_id", ["", "k1@convene.example", "<k1>", "<k 1@x>", "<k1@x>\r\nBcc: a@b", "<ké@x>"])
def test_message_id_that_is_none_is_refused(message_id: str) -> None:
    with pytest.raises(ValueError, match="a Message-ID looks like"):
        as_message(a_mail(message_id=message_id), at=AT)


def test_date_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a zone"):
        as_message(a_mail(), at=AT.replace(tzinfo=None))


@pytest.mark.parametrize(
    "calendar, method",
    [
        (CALENDAR, "CANCEL"),
        (CALENDAR, ""),
        (CALENDAR.replace(b"METHOD:REQUEST\r\n", b""), "REQUEST"),
        (CALENDAR.replace(b"METHOD:REQUEST", b"METHOD:REQUEST\r\nMETHOD:CANCEL"), "REQUEST"),
        (CALENDAR.replace(b"REQUEST", b"request"), "request"),
    ],
)
def test_calendar_whose_method_is_another_is_refused(calendar: bytes, method: str) -> None:
    with pytest.raises(ValueError, match="must be one and the same"):
        as_message(a_mail(calendar=calendar, calendar_method=method), at=AT)


def test_calendar_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(ValueError, match="must be UTF-8"):
        as_message(a_mail(calendar=b"\xff" + CALENDAR, calendar_method="REQUEST"), at=AT)


def test_templates_are_found_in_the_wheel_and_in_the_repository(tmp_path: Path) -> None:
    package = tmp_path / "convene"
    with pytest.raises(FileNotFoundError, match=r"convene/data/templates/mail nor in .*/templates/mail"):
        template_folder(package)
    for folder in (tmp_path / "templates" / "mail", package / "data" / "templates" / "mail"):
        folder.mkdir(parents=True)
        (folder / "letter.txt").touch()
        assert template_folder(package) == folder

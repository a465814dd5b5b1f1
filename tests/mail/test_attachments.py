"""A mail that carries a PDF: what arrives by real SMTP, what is refused, and what is forgotten with its address."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from convene import clock
from convene.db import work
from convene.mail.compose import ATTACHMENT_OCTETS, as_message
from convene.mail.models import OutboxMessage
from convene.mail.outbox import Envelope, enqueue, forget_outsider
from convene.mail.smtp import Sender, parse_url
from convene.mail.states import OutboxState
from convene.mail.terms import Letter, Mail, Outcome, Paragraph, Signature
from tests.browser import TESTS
from tests.build import a_pdf, one
from tests.packs.read import words
from tests.smtp_sink import SmtpSink

AT = datetime(2027, 6, 1, 8, 30, tzinfo=UTC)
LETTER = Letter("letter-copy", "A letter", "Dear Minister,", (Paragraph("Please find it attached."),), Signature("Us"))


def a_mail(content: bytes, name: str = "letter-2027-06-12.pdf") -> Mail:
    return Mail(
        message_id="<key@convene.example>",
        from_name="Working Group",
        from_address="group@convene.example",
        reply_to="",
        to_name="The Minister",
        to_address="minister@second.example",
        letter=LETTER,
        attachment=content,
        attachment_name=name,
    )


def test_the_pdf_arrives_whole_beside_text_and_html() -> None:
    content = a_pdf("A joint letter")
    with SmtpSink() as sink, Sender(parse_url(sink.url)) as sender:
        message = as_message(a_mail(content), at=AT)
        sent = sender.send(message, to_address="minister@second.example", from_address="group@convene.example")
        (received,) = sink.received

    parts = [part for part in received.message.walk() if not part.is_multipart()]
    assert sent.outcome is Outcome.SENT
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", "application/pdf"]
    assert parts[2].get_filename() == "letter-2027-06-12.pdf"
    assert parts[2].get_content() == content
    assert "A joint letter" in words(parts[2].get_content())


def test_the_same_mail_gives_the_same_octets() -> None:
    content = a_pdf("A joint letter")

    assert as_message(a_mail(content), at=AT).as_bytes() == as_message(a_mail(content), at=AT).as_bytes()


@pytest.mark.parametrize(
    "content, name",
    [
        (b"MZ not a PDF", "letter.pdf"),
        (b"%PDF-1.7" + b"x" * ATTACHMENT_OCTETS, "letter.pdf"),
        (b"%PDF-1.7", "letter.exe"),
        (b"%PDF-1.7", "../letter.pdf"),
        (b"%PDF-1.7", 'a"\r\nBcc: x@y.example.pdf'),
        (b"%PDF-1.7", ""),
    ],
)
def test_what_is_no_small_pdf_of_a_plain_name_is_refused(content: bytes, name: str) -> None:
    with pytest.raises(ValueError, match="attachment"):
        as_message(a_mail(content, name), at=AT)


def test_an_attachment_of_the_largest_size_passes() -> None:
    content = b"%PDF-" + b"x" * (ATTACHMENT_OCTETS - 5)

    assert len(as_message(a_mail(content), at=AT).as_bytes()) > ATTACHMENT_OCTETS


def test_of_whoever_is_forgotten_what_waits_is_dropped_and_no_address_is_kept(context: Flask) -> None:
    with work(TESTS):
        for key in ("A" * 22, "B" * 22):
            enqueue(Envelope("registration-confirm", about=key, person_id=None, outsider=key), at=clock.now())
        one(OutboxMessage, outsider="A" * 22).to_address = "a@registrant.example"
        one(OutboxMessage, outsider="B" * 22).to_address = "b@registrant.example"

        forget_outsider("A" * 22)
    with work(TESTS):
        gone, kept = one(OutboxMessage, outsider="A" * 22), one(OutboxMessage, outsider="B" * 22)
        assert (gone.state, gone.to_address) == (OutboxState.DROPPED, "")
        assert (kept.state, kept.to_address) == (OutboxState.QUEUED, "b@registrant.example")

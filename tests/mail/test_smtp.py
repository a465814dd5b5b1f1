"""The wire against a real server on loopback: what is sent, refused, put off and repeated. No letter is judged here."""

from __future__ import annotations

import dataclasses
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convene.mail import smtp
from convene.mail.compose import as_message
from convene.mail.smtp import Security, Sender, SMTPSettings, address_problem, parse_url, send, wire_address, write_eml
from convene.mail.terms import Delivery, Letter, Mail, Outcome, Paragraph, Signature
from tests.smtp_sink import CERTIFICATE, SmtpSink

AT = datetime(2027, 6, 1, 8, 30, tzinfo=UTC)
BOARD = "board@convene.example"
TAKEN = Delivery(Outcome.SENT, "250 2.0.0 Message taken")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as server:
        yield server


def a_message(key: str = "k1", to: str = "primary@nl.example", text: str = "Your place is kept.") -> EmailMessage:
    letter = Letter("test", "Your place", "Excellency,", (Paragraph(text),), Signature("The secretariat"))
    return as_message(Mail(f"<{key}@convene.example>", "Secretariat", BOARD, "", "", to, letter), at=AT)


def hand_over(sender: Sender, message: EmailMessage, to: str = "primary@nl.example") -> Delivery:
    return sender.send(message, to_address=to, from_address=BOARD)


def impatient(url: str, *, command: float = 5.0, data: float = 5.0) -> SMTPSettings:
    return dataclasses.replace(parse_url(url), command_seconds=command, data_seconds=data)


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_send_hands_over_the_very_octets_for_one_recipient(sink: SmtpSink) -> None:
    message = a_message(text=".\n..\n.hidden\n\nFrom here on")
    delivery = send(message, to_address="primary@nl.example", from_address=BOARD, settings=parse_url(sink.url))
    assert delivery == TAKEN
    (received,) = sink.received
    assert (received.sender, received.recipients) == (BOARD, ("primary@nl.example",))
    assert received.content == message.as_bytes()
    assert received.options == (f"SIZE={len(message.as_bytes())}",)


@pytest.mark.parametrize(
    "reply, stage, outcome",
    [
        ("550 5.1.1 No such person here", "RCPT", Outcome.REFUSED),
        ("554 5.7.1 Content not wanted", "DATA", Outcome.REFUSED),
        ("451 4.7.1 Greylisted, come back later", "RCPT", Outcome.RETRY),
        ("452 4.3.1 Disk full", "DATA", Outcome.RETRY),
        ("530 5.7.0 Sign in first", "RCPT", Outcome.RETRY),
        ("421 4.3.2 Shutting down", "RCPT", Outcome.RETRY),
        ("421 4.3.2 Shutting down", "DATA", Outcome.RETRY),
        ("299 4.0.0 A number nobody knows", "RCPT", Outcome.RETRY),
    ],
)
def test_send_says_what_the_server_answered(sink: SmtpSink, reply: str, stage: str, outcome: Outcome) -> None:
    sink.answer("primary@nl.example", reply, stage=stage)
    with Sender(parse_url(sink.url)) as sender:
        assert hand_over(sender, a_message()) == Delivery(outcome, reply)
        assert hand_over(sender, a_message("k2", "alternate@nl.example"), "alternate@nl.example") == TAKEN
    assert [received.recipients for received in sink.received] == [("alternate@nl.example",)]
    assert sink.connections == (2 if reply.startswith("421") else 1)


def test_reply_of_the_server_is_one_visible_line(sink: SmtpSink) -> None:
    sink.answer("primary@nl.example", "550-5.1.1 no\x1b[31m such\u202e person\r\n550 " + "x" * 400)
    with Sender(parse_url(sink.url)) as sender:
        delivery = hand_over(sender, a_message())
    assert delivery.reply == ("550 5.1.1 no [31m such person " + "x" * 400)[:299] + "…"


def test_send_without_a_server_is_put_off() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = SMTPSettings("127.0.0.1", port)
    delivery = send(a_message(), to_address="primary@nl.example", from_address=BOARD, settings=settings)
    words = f"The mail server 127.0.0.1:{port} could not be used: Connection refused"
    assert delivery == Delivery(Outcome.RETRY, words)
    assert Sender(settings).connection_problem() == words


def test_connection_problem_is_empty_where_mail_can_be_sent(sink: SmtpSink) -> None:
    with Sender(parse_url(sink.url)) as sender:
        assert sender.connection_problem() == ""
    assert sink.received == []


def test_server_that_dies_after_the_message_gets_it_again_with_the_same_message_id(sink: SmtpSink) -> None:
    sink.hang_up_after_data = 1
    with Sender(parse_url(sink.url)) as sender:
        first = hand_over(sender, a_message())
        assert (first.outcome, len(sink.received), len(sink.unanswered)) == (Outcome.RETRY, 0, 1)
        assert hand_over(sender, a_message()) == TAKEN
    assert sink.received[0].message["Message-ID"] == "<k1@convene.example>"


def test_message_cut_off_on_a_kept_connection_is_not_sent_again_unasked(sink: SmtpSink) -> None:
    with Sender(parse_url(sink.url)) as sender:
        assert hand_over(sender, a_message()) == TAKEN
        sink.hang_up_after_data = 1
        assert hand_over(sender, a_message("k2")).outcome == Outcome.RETRY
    assert (len(sink.received), len(sink.unanswered), sink.connections) == (1, 1, 1)


def test_slow_server_is_put_off_and_its_connection_left(sink: SmtpSink) -> None:
    sink.delay_seconds = 1.0
    with Sender(impatient(sink.url, command=0.3)) as sender:
        assert hand_over(sender, a_message()).reply.endswith("timed out")
        sink.delay_seconds = 0.0
        assert hand_over(sender, a_message("k2")) == TAKEN
    assert sink.connections == 2


def test_server_may_take_longer_over_a_message_than_over_a_command(sink: SmtpSink) -> None:
    settings = impatient(sink.url, data=0.2)
    sink.delay_seconds = 0.5
    with Sender(settings) as sender:
        assert hand_over(sender, a_message()).outcome == Outcome.RETRY
    with Sender(dataclasses.replace(settings, data_seconds=5.0)) as sender:
        assert hand_over(sender, a_message()) == TAKEN


def test_sender_keeps_one_connection_for_many_messages(sink: SmtpSink) -> None:
    with Sender(parse_url(sink.url)) as sender:
        assert [hand_over(sender, a_message(f"k{number}")) for number in range(5)] == [TAKEN] * 5
    assert [received.connection for received in sink.received] == [1] * 5


def test_sender_calls_again_at_once_when_the_server_dropped_an_idle_connection(sink: SmtpSink) -> None:
    with Sender(parse_url(sink.url)) as sender:
        assert hand_over(sender, a_message()) == TAKEN
        sink.hang_up()
        assert hand_over(sender, a_message("k2")) == TAKEN
    assert [received.connection for received in sink.received] == [1, 2]


def test_sender_says_goodbye_when_it_is_done(sink: SmtpSink) -> None:
    with Sender(parse_url(sink.url)) as sender:
        hand_over(sender, a_message())
    assert sink.goodbyes == 1


def test_sender_says_no_goodbye_when_it_is_interrupted_since_a_message_may_be_under_way(sink: SmtpSink) -> None:
    sender = Sender(parse_url(sink.url)).__enter__()
    hand_over(sender, a_message())
    sender.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert (sink.goodbyes, len(sink.received)) == (0, 1)


def test_address_beyond_ascii_is_sent_where_the_server_takes_it(sink: SmtpSink) -> None:
    message = a_message(to="josé@münchen.example")
    with Sender(parse_url(sink.url)) as sender:
        assert hand_over(sender, message, "josé@münchen.example") == TAKEN
    (received,) = sink.received
    assert received.recipients == ("josé@xn--mnchen-3ya.example",)
    assert received.options[:2] == ("SMTPUTF8", "BODY=8BITMIME")
    assert "josé@xn--mnchen-3ya.example".encode() in received.content


def test_address_beyond_ascii_is_refused_where_the_server_does_not() -> None:
    with SmtpSink(accepts_utf8=False) as sink, Sender(parse_url(sink.url)) as sender:
        delivery = hand_over(sender, a_message(to="josé@nl.example"), "josé@nl.example")
        words = "The mail server takes no address with letters outside ASCII (SMTPUTF8)."
        assert delivery == Delivery(Outcome.REFUSED, words)
        assert hand_over(sender, a_message("k2")) == TAKEN


def test_address_that_cannot_be_written_to_never_reaches_the_server(sink: SmtpSink) -> None:
    with Sender(parse_url(sink.url)) as sender:
        delivery = hand_over(sender, a_message(), "a@nl.example>\r\nRCPT TO:<evil@nl.example")
    assert delivery == Delivery(Outcome.REFUSED, "An e-mail address has no spaces or line breaks.")
    assert (sink.received, sink.connections) == ([], 0)


def test_sign_in_with_the_right_password_sends() -> None:
    with SmtpSink(user="board", password="p-1") as sink, Sender(parse_url(sink.url)) as sender:
        assert hand_over(sender, a_message()) == TAKEN


def test_sign_in_that_fails_gives_up_no_letter_and_shows_no_password() -> None:
    with SmtpSink(user="board", password="p-1") as sink:
        wrong = dataclasses.replace(parse_url(sink.url), password="p-2-secret")
        with Sender(wrong) as sender:
            delivery = hand_over(sender, a_message())
        without = dataclasses.replace(wrong, user="", password="")
        with Sender(without) as sender:
            assert hand_over(sender, a_message()) == Delivery(Outcome.RETRY, "530 5.7.0 Authentication required")
        assert sink.received == []
    assert (delivery.outcome, "535" in delivery.reply, "p-2-secret" in delivery.reply) == (Outcome.RETRY, True, False)


@pytest.mark.parametrize("security", ["smtps", "smtp+starttls"])
def test_certificate_that_nobody_vouches_for_ends_the_connection(security: str) -> None:
    with SmtpSink(security=security) as sink, Sender(parse_url(sink.url)) as sender:
        delivery = hand_over(sender, a_message())
        assert (delivery.outcome, sink.received) == (Outcome.RETRY, [])
    assert "its certificate is not trusted (self-signed certificate" in delivery.reply


@pytest.mark.parametrize("security", ["smtps", "smtp+starttls"])
def test_certificate_that_is_trusted_carries_the_message(
    security: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "trusted.pem").write_text(CERTIFICATE)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    with SmtpSink(security=security, user="board", password="p-1") as sink:
        with Sender(parse_url(sink.url)) as sender:
            assert hand_over(sender, a_message()) == TAKEN
        elsewhere = dataclasses.replace(parse_url(sink.url), host="127.0.0.2")
        with Sender(elsewhere) as sender:
            assert hand_over(sender, a_message()).outcome == Outcome.RETRY
        assert len(sink.received) == 1


def test_server_without_starttls_is_told_nothing_in_the_clear() -> None:
    with SmtpSink(user="board", password="p-1") as sink:
        settings = dataclasses.replace(parse_url(sink.url), security=Security.STARTTLS)
        with Sender(settings) as sender:
            delivery = hand_over(sender, a_message())
        assert (delivery.outcome, sink.received) == (Outcome.RETRY, [])
    assert delivery.reply.endswith("STARTTLS extension not supported by server.")


@pytest.mark.parametrize(
    "url, settings",
    [
        ("smtp://mail.example", SMTPSettings("mail.example", 25)),
        ("smtp://127.0.0.1:2525/", SMTPSettings("127.0.0.1", 2525)),
        ("SMTPS://mail.example", SMTPSettings("mail.example", 465, Security.TLS)),
        ("smtps://[::1]:4465", SMTPSettings("::1", 4465, Security.TLS)),
        ("smtp+starttls://mail.example", SMTPSettings("mail.example", 587, Security.STARTTLS)),
        ("smtp://b%40x:p%2F%3A@mail.example", SMTPSettings("mail.example", 25, Security.NONE, "b@x", "p/:")),
    ],
)
def test_parse_url_reads_scheme_host_port_and_sign_in(url: str, settings: SMTPSettings) -> None:
    assert parse_url(url) == settings
    assert (settings.connect_seconds, settings.command_seconds) == (10.0, 30.0)


@pytest.mark.parametrize(
    "url, names",
    [
        ("", "must begin with smtp://"),
        ("mail.example:25", "must begin with smtp://"),
        ("http://mail.example", "must begin with smtp://"),
        ("smtp://", "names no host"),
        ("smtp:mail.example", "names no host"),
        ("smtp://user:secret@", "names no host"),
        ("smtp://mail.example:0", "port 0"),
        ("smtp://mail.example:99999", "a port that is no number"),
        ("smtp://user:secret@mail.example:port", "a port that is no number"),
        ("smtp://[::1", "broken host"),
        ("smtp://mail,example", "neither a name nor an IP address"),
        ("smtp://mail.example/inbox", "something after the host"),
        ("smtp://mail.example?tls=no", "something after the host"),
        ("smtp://user:secret@mail.example#x", "something after the host"),
        ("smtp://user@mail.example", "both a user name and a password"),
        ("smtp://:secret@mail.example", "both a user name and a password"),
        ("smtp://user:s%C3%A9cret@mail.example", "only ASCII"),
        ("smtp://user:secret%0d%0a@mail.example", "only ASCII"),
        ("smtp://mail.example\n", "a space or an invisible character"),
    ],
)
def test_parse_url_names_what_is_wrong_without_the_password(url: str, names: str) -> None:
    with pytest.raises(ValueError, match=names) as wrong:
        parse_url(url)
    assert "secret" not in str(wrong.value)


def test_settings_do_not_print_the_password() -> None:
    assert "p-1" not in repr(parse_url("smtp://board:p-1@mail.example"))


@pytest.mark.parametrize(
    "address",
    [
        "name@office.example",
        "first.last+board@a-b.office.example",
        "o'brien_x@localhost",
        "josé@office.example",
        "name@münchen.example",
        "name@xn--mnchen-3ya.example",
        "name@1.office.example",
        "a" * 64 + "@" + "b" * 60 + "." + "c" * 60 + "." + "d" * 59 + ".example",
    ],
)
def test_address_problem_is_empty_for_an_address_that_can_be_written_to(address: str) -> None:
    assert address_problem(address) == ""
    assert address_problem(wire_address(address)) == ""


@pytest.mark.parametrize(
    "address, says",
    [
        ("", "Write an address"),
        ("name", "exactly one @"),
        ("a@b@c.example", "exactly one @"),
        ("name @office.example", "no spaces"),
        ("name@office.example\r\nBcc: x@evil.example", "no spaces"),
        ("name\u00a0x@office.example", "no spaces"),
        ("name\u202e@office.example", "invisible"),
        ("name\u200b@office.example", "invisible"),
        ("name\x00@office.example", "invisible"),
        ("name\ud800@office.example", "invisible"),
        ("@office.example", "a name before the @"),
        ("name@", "a name before the @"),
        ("<name@office.example>", "single dots"),
        ('"a;b"@office.example', "single dots"),
        (".name@office.example", "single dots"),
        ("na..me@office.example", "single dots"),
        ("a" * 65 + "@office.example", "at most 64"),
        ("name@office", "needs a dot"),
        ("name@office..example", "is not a domain"),
        ("name@-office.example", "is not a domain"),
        ("name@office_x.example", "is not a domain"),
        ("name@127.0.0.1", "is not a domain"),
        ("name@[127.0.0.1]", "is not a domain"),
        ("name@office.example.", "is not a domain"),
        ("name@straße.example", "xn--"),
        ("name@℀.example", "is not a domain"),
        ("name@" + "ü" * 70 + ".example", "does not exist"),
        ("a" * 64 + "@" + "b" * 60 + "." + "c" * 60 + "." + "d" * 60 + ".example", "too long"),
    ],
)
def test_address_problem_says_what_to_correct(address: str, says: str) -> None:
    assert says in address_problem(address)


@given(address=st.text(alphabet=st.sampled_from('aé@.-<>\r\n"\u202e\x00 ٣ß㋿。'), max_size=20) | st.text(max_size=20))
def test_address_that_passes_cannot_leave_its_line(address: str) -> None:
    if address_problem(address) == "":
        wire = wire_address(address)
        assert wire.count("@") == 1
        assert smtp.visible(wire) == wire
        assert not set(wire) & set('<> "\\,;:()[]')


def test_write_eml_holds_the_very_message_and_nothing_else_is_left(tmp_path: Path) -> None:
    folder = tmp_path / "outbox" / "letters"
    written = write_eml(a_message(), folder, "2027-06-01.k1")
    assert written == folder / "2027-06-01.k1.eml"
    assert written.read_bytes() == a_message().as_bytes()
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    write_eml(a_message("k2"), folder, "2027-06-01.k1")
    assert written.read_bytes() == a_message("k2").as_bytes()
    assert names_in(folder) == ["2027-06-01.k1.eml"]


@pytest.mark.parametrize("name", ["", ".", "..", "../k1", "a/b", ".hidden", "a b", "k\x00", "k" * 201])
def test_write_eml_refuses_a_name_that_leads_elsewhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="the name of a letter's file"):
        write_eml(a_message(), tmp_path, name)
    assert names_in(tmp_path) == []


def test_write_eml_leaves_nothing_half_written_where_the_disk_refuses(tmp_path: Path) -> None:
    (tmp_path / "k1.eml").mkdir()
    with pytest.raises(OSError, match="k1"):
        write_eml(a_message(), tmp_path, "k1")
    assert names_in(tmp_path) == ["k1.eml"]


def test_sink_as_a_process_writes_each_message_as_one_file(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.smtp_sink", "0", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        settings = SMTPSettings("127.0.0.1", int(process.stdout.readline()))
        with Sender(settings) as sender:
            assert [hand_over(sender, a_message(key)) for key in ("k1", "k2")] == [TAKEN, TAKEN]
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    contents = [path.read_bytes() for path in sorted(tmp_path.iterdir())]
    assert contents == [a_message("k1").as_bytes(), a_message("k2").as_bytes()]

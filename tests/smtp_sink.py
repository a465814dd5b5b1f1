"""A real mail server on loopback that keeps what it is sent and can be told to refuse, hang up or dawdle.

In a test: `with SmtpSink() as sink: …`. As a process of its own: `python -m tests.smtp_sink PORT FOLDER` prints the
port (0 takes a free one) and writes each accepted message as one file, whole or not at all, before it answers 250.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import signal
import ssl
import sys
import tempfile
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

# A certificate for localhost, good until 2120, made for these tests alone; its key protects nothing and nobody.
CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIBdzCCAR2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPNMEvxECUd14NdO
5JYJKbfzpIeHttT7keO7m7y8SwFzbBHaFr0+pM1eQsPrbsSLshvS5gQSut4GpHVd
VyVzxxujXjBcMB0GA1UdDgQWBBTh6ipjEaIganXO4mb/T0znLN7ZdzAaBgNVHREE
EzARgglsb2NhbGhvc3SHBH8AAAEwDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8E
BAMCAoQwCgYIKoZIzj0EAwIDSAAwRQIhAN52hgYTmsjD2HjDzmOMsiGJOmd5c7CR
4Iy+qPM7gFBsAiA2omKuiWCflHp3xvBJEMVOacXFU/8GtlXwvwjbPg/qbw==
-----END CERTIFICATE-----
"""
TEST_KEY = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg2vHtt5osOs27vgT3
7iXmUqAF/lcBJR6mMiOnWVSoRX+hRANCAATzTBL8RAlHdeDXTuSWCSm386SHh7bU
+5Hju5u8vEsBc2wR2ha9PqTNXkLD627Ei7Ib0uYEErreBqR1XVclc8cb
-----END PRIVATE KEY-----
"""


@dataclass(frozen=True, slots=True)
class Received:
    """One message as it came over the wire, and the number of the connection (from 1) that brought it."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    connection: int
    options: tuple[str, ...]

    @property
    def message(self) -> EmailMessage:
        """The message as another program reads it."""
        return message_from_bytes(self.content, policy=policy.default)


@dataclass(slots=True)
class _Answer:
    reply: str
    stage: str
    times_left: int | None


class _Connection(SMTP):
    """One client's conversation; the sink numbers them and can cut them off."""

    def __init__(self, sink: SmtpSink, **settings: Any) -> None:
        super().__init__(sink, **settings)
        self.sink = sink
        self.number = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not self.number:  # STARTTLS announces the same connection a second time.
            self.sink.connections += 1
            self.number = self.sink.connections
        self.sink.open_connections[self.number] = transport
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.sink.open_connections.pop(self.number, None)
        super().connection_lost(error)


class SmtpSink:
    """The server, in a thread of its own, between entering and leaving the `with`.

    `security` is the scheme of the address: smtp, smtps or smtp+starttls. With `user`, nothing is taken from a
    client that has not signed in. `received` holds what was answered with 250, `unanswered` what was taken whole
    while the connection was cut before the answer.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        folder: Path | None = None,
        security: str = "smtp",
        user: str = "",
        password: str = "",
        accepts_utf8: bool = True,
    ) -> None:
        self.port = port
        self.received: list[Received] = []
        self.unanswered: list[Received] = []
        self.connections = 0
        self.goodbyes = 0
        self.open_connections: dict[int, asyncio.BaseTransport] = {}
        self.delay_seconds = 0.0
        self.hang_up_after_data = 0
        self._folder = folder
        self._security = security
        self._user, self._password = user, password
        self._accepts_utf8 = accepts_utf8
        self._answers: dict[str, _Answer] = {}
        self._files = itertools.count(1)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="smtp sink", daemon=True)

    @property
    def url(self) -> str:
        """The address for the settings, with user and password where they are needed."""
        sign_in = f"{self._user}:{self._password}@" if self._user else ""
        return f"{self._security}://{sign_in}127.0.0.1:{self.port}"

    def answer(self, recipient: str, reply: str, *, stage: str = "RCPT", times: int | None = None) -> None:
        """Answer `reply` (“550 5.1.1 …”) for that recipient after RCPT or DATA, so many times or always."""
        self._answers[recipient.casefold()] = _Answer(reply, stage, times)

    def hang_up(self) -> None:
        """Cut every open connection now, as a server does with idle clients or when it is restarted."""
        self._in_loop(self._cut)

    def __enter__(self) -> Self:
        self._thread.start()
        tls = _tls() if self._security != "smtp" else None
        asyncio.run_coroutine_threadsafe(self._listen(tls), self._loop).result(10)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        asyncio.run_coroutine_threadsafe(self._leave(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _listen(self, tls: ssl.SSLContext | None) -> None:
        self._server = await self._loop.create_server(
            lambda: _Connection(
                self,
                hostname="localhost",
                loop=self._loop,
                enable_SMTPUTF8=self._accepts_utf8,
                tls_context=tls if self._security == "smtp+starttls" else None,
                authenticator=self._authenticate if self._user else None,
                auth_require_tls=False,
            ),
            "127.0.0.1",
            self.port,
            ssl=tls if self._security == "smtps" else None,
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def _leave(self) -> None:
        self._server.close()
        self._cut()
        await asyncio.sleep(0)
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _cut(self) -> None:
        for transport in list(self.open_connections.values()):
            if isinstance(transport, asyncio.WriteTransport):
                transport.abort()

    def _in_loop(self, act: Callable[[], None]) -> None:
        done = threading.Event()

        def act_and_tell() -> None:
            act()
            self._loop.call_soon(done.set)

        self._loop.call_soon_threadsafe(act_and_tell)
        done.wait(10)

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        known = LoginPassword(self._user.encode(), self._password.encode())
        return AuthResult(success=data == known, handled=False)

    def _told(self, recipient: str, stage: str) -> str:
        """What a test wants answered at this stage; empty when the message is to be taken."""
        told = self._answers.get(recipient.casefold())
        if told is None or told.stage != stage or told.times_left == 0:
            return ""
        if told.times_left is not None:
            told.times_left -= 1
        return told.reply

    async def _mail(
        self, server: _Connection, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """MAIL FROM: taken, unless a sign-in is asked for and missing."""
        if self._user and not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def _rcpt(
        self, server: _Connection, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """RCPT TO: taken, unless told otherwise for this address."""
        await asyncio.sleep(self.delay_seconds)
        told = self._told(address, "RCPT")
        if told:
            return told
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def _data(self, server: _Connection, session: Session, envelope: Envelope) -> str:
        """The whole message has come: keep it, and answer."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        recipients = tuple(envelope.rcpt_tos)
        options = tuple(envelope.mail_options)
        message = Received(envelope.mail_from or "", recipients, content, server.number, options)
        for recipient in recipients:
            told = self._told(recipient, "DATA")
            if told:
                return told
        await asyncio.sleep(self.delay_seconds)
        if self.hang_up_after_data:
            self.hang_up_after_data -= 1
            self.unanswered.append(message)
            self._cut()
            await asyncio.Event().wait()  # The lost connection cancels this wait; nothing is ever answered.
        if self._folder is not None:
            self._write(content, self._folder)
        self.received.append(message)
        return "250 2.0.0 Message taken"

    async def _quit(self, server: _Connection, session: Session, envelope: Envelope) -> str:
        """QUIT: the client is done."""
        self.goodbyes += 1
        return "221 2.0.0 Goodbye"

    # aiosmtpd finds its hooks by these names, so they cannot follow the style of the house.
    handle_MAIL, handle_RCPT, handle_DATA, handle_QUIT = _mail, _rcpt, _data, _quit  # noqa: N815

    def _write(self, content: bytes, folder: Path) -> None:
        name = f"{next(self._files):08d}-{uuid.uuid4().hex}"
        temporary = folder / f".{name}.part"
        temporary.write_bytes(content)
        temporary.replace(folder / f"{name}.eml")


def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    with tempfile.NamedTemporaryFile("w", suffix=".pem") as file:
        file.write(CERTIFICATE + TEST_KEY)
        file.flush()
        context.load_cert_chain(file.name)
    return context


def main() -> None:
    """Serve until told to stop: `python -m tests.smtp_sink PORT FOLDER`."""
    parser = argparse.ArgumentParser(description="A mail server on loopback that writes each message to a folder.")
    parser.add_argument("port", type=int, help="where to listen; 0 takes a free port, which is printed")
    parser.add_argument("folder", type=Path, help="where each accepted message becomes one .eml file")
    wanted = parser.parse_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    with SmtpSink(port=wanted.port, folder=wanted.folder) as sink:
        sys.stdout.write(f"{sink.port}\n")
        sys.stdout.flush()
        signal.sigwait({signal.SIGTERM, signal.SIGINT})


if __name__ == "__main__":
    main()

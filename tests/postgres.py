"""A PostgreSQL server for the tests, from Debian's programs: reached by a socket, thrown away at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg

from tests.running import wait_until

OWNER = "convene"
UNPRIVILEGED = ("postgres", "nobody")


def programs() -> Path:
    """The folder of initdb and postgres, the newest of Debian's or the one on the path. Raises FileNotFoundError."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    found = str(installed[-1]) if installed else shutil.which("initdb")
    if found is None:
        raise FileNotFoundError(
            "PostgreSQL's programs are missing: neither /usr/lib/postgresql nor the path has initdb"
        )
    return Path(found).resolve().parent


def _someone_else() -> pwd.struct_passwd | None:
    """Whom the server runs as: it refuses root, so an account without rights; None for nobody but oneself."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    found = next((known[name] for name in UNPRIVILEGED if name in known), None)
    if found is None:
        raise LookupError(f"PostgreSQL does not run as root, and there is none of {', '.join(UNPRIVILEGED)}")
    return found


def _start(command: Sequence[str], folder: Path) -> subprocess.Popen[bytes]:
    someone = _someone_else()
    if ties := shutil.which("setpriv"):
        # Where the tests are killed, nobody is left to stop the server: then it stops by itself.
        command = [ties, "--pdeathsig", "INT", "--", *command]
    log = (folder / "log").open("ab")
    with log:
        return subprocess.Popen(
            command,
            cwd=folder,
            stdout=log,
            stderr=log,
            user=someone.pw_uid if someone else None,
            group=someone.pw_gid if someone else None,
            extra_groups=[] if someone else None,
            start_new_session=True,  # Ctrl-C is for the tests, which then stop the server in good order.
        )


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; its folder holds data and socket, and nobody else can enter it."""

    folder: Path

    def url(self, name: str) -> str:
        """The address of a database, as CONVENE_DATABASE_URL takes it."""
        return f"postgresql://{OWNER}@/{name}?host={self.folder}"

    def create(self, template: str = "template0") -> str:
        """A new database, empty or a copy of one to which nobody is connected; gives its name."""
        name = f"t{uuid4().hex}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def run(self, statement: str) -> None:
        """Run one statement outside a transaction."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def is_up(self) -> bool:
        """Whether it takes connections."""
        try:
            self.run("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def running_server() -> Iterator[Server]:
    """A server of its own. It writes nothing through to the disk: here processes fail, never the machine."""
    # Not below pytest's own folder: the account that runs the server may not enter that.
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        someone = _someone_else()
        if someone is not None:
            os.chown(folder, someone.pw_uid, someone.pw_gid)
        bin_folder, data = programs(), folder / "data"
        make = [
            str(bin_folder / "initdb"),
            "-D",
            str(data),
            "-U",
            OWNER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        ]
        if _start(make, folder).wait(60) != 0:
            raise RuntimeError((folder / "log").read_text(encoding="utf-8", errors="replace"))
        told = {
            "listen_addresses": "",
            "unix_socket_directories": str(folder),
            "unix_socket_permissions": "0700",
            "fsync": "off",
            "full_page_writes": "off",
        }
        options = [part for key, value in told.items() for part in ("-c", f"{key}={value}")]
        process = _start([str(bin_folder / "postgres"), "-D", str(data), *options], folder)
        server = Server(folder)
        try:
            wait_until(lambda: server.is_up() or process.poll() is not None, every=0.05)
            if process.poll() is not None:
                raise RuntimeError((folder / "log").read_text(encoding="utf-8", errors="replace"))
            yield server
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):  # Fast, immediate, at any price.
        if process.poll() is None:
            process.send_signal(number)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                continue

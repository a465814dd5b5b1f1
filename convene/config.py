"""Settings: from `CONVENE_*` variables, then `instance/convene.toml`. Nothing else reads the environment."""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from convene.mail.smtp import SMTPSettings, address_problem, parse_url

ROOT = Path(__file__).resolve().parent.parent
PACKAGED = Path(__file__).resolve().parent / "data"
NAMES = (
    "instance", "database_url", "smtp_url", "base_url", "mail_from", "mail_name", "upload_limit_mb", "visit_hours",
    "gather_minutes",
)  # fmt: skip
DATABASES = ("sqlite", "postgresql")


class SettingsError(Exception):
    """A setting is unknown or malformed; the text names it and says what was expected."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the installation was told. `instance` holds database, papers, outbox and secret; sizes are in octets.

    `gather_minutes` is for how long mail that tells a secretariat what came in waits for more of the same.
    """

    instance: Path
    database_url: str
    smtp: SMTPSettings | None
    base_url: str
    mail_from: str
    mail_name: str
    upload_limit: int
    visit_hours: int
    gather_minutes: int
    secret: bytes

    @property
    def host(self) -> str:
        """The host name, with its port where it has one, that this installation answers to."""
        return urlsplit(self.base_url).netloc

    @property
    def is_https(self) -> bool:
        """True where browsers reach it by https; then cookies are `__Host-` and Secure."""
        return self.base_url.startswith("https://")

    @property
    def papers(self) -> Path:
        """Folder of the stored papers, by content."""
        return self.instance / "papers"

    @property
    def outbox(self) -> Path:
        """Folder of the `.eml` files that are written where no SMTP is set."""
        return self.instance / "outbox"


def data_folder(name: str) -> Path:
    """`templates` or `agendas`: beside the package in a checkout, inside it in an installed wheel."""
    beside = ROOT / name
    return beside if (ROOT / "pyproject.toml").exists() and beside.is_dir() else PACKAGED / name


def _from_file(folder: Path) -> dict[str, str]:
    """Read `convene.toml` of the instance. Raises SettingsError for what is not a flat table of known names."""
    path = folder / "convene.toml"
    if not path.exists():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise SettingsError(f"{path.name}: {broken}") from broken
    for name, value in table.items():
        if name not in NAMES or name == "instance":
            raise SettingsError(f"{path.name}: “{name}” is not a setting; the settings are {', '.join(NAMES[1:])}")
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise SettingsError(f"{path.name}: “{name}” must be a text or a whole number")
    return {name: str(value) for name, value in table.items()}


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Pick the `CONVENE_*` variables. Raises SettingsError for one that nothing reads."""
    found = {}
    for variable, value in environ.items():
        if not variable.startswith("CONVENE_"):
            continue
        name = variable.removeprefix("CONVENE_").lower()
        if name not in NAMES:
            known = ", ".join(f"CONVENE_{n.upper()}" for n in NAMES)
            raise SettingsError(f"{variable} is not a setting; the settings are {known}")
        found[name] = value
    return found


def _whole(given: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    """A whole number within bounds. Raises SettingsError that names the setting."""
    text = given.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise SettingsError(f"CONVENE_{name.upper()}: “{text}” is not a whole number from {least} to {most}")
    return int(text)


def _checked_base_url(text: str) -> str:
    """The address without its last slash. Raises SettingsError unless it is http(s)://host[:port]."""
    expected = "expected something like https://convene.example.org, without a path"
    try:
        parts = urlsplit(text)
        odd = parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/")
        odd = odd or bool(parts.query or parts.fragment or parts.username)
        _ = parts.port
    except ValueError:
        odd = True
    if odd:
        raise SettingsError(f"CONVENE_BASE_URL: “{text}” is no address of this installation; {expected}")
    return text.rstrip("/")


def _secret(instance: Path) -> bytes:
    """The installation's secret; made on first start, readable by its owner only (settled 28)."""
    path = instance / "secret"
    if not path.exists():
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return _secret(instance)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
    try:
        found = bytes.fromhex(path.read_text(encoding="ascii"))
    except ValueError:
        found = b""
    if len(found) != 32:
        raise SettingsError(
            "instance/secret is damaged: 64 hexadecimal characters were expected; restore it from a backup"
        )
    return found


def load(environ: Mapping[str, str] | None = None, *, port: int = 8000) -> Settings:
    """Read all settings; the environment beats the file. Raises SettingsError naming the first that is wrong."""
    from_environment = _from_environment(os.environ if environ is None else environ)
    instance = Path(from_environment.get("instance") or ROOT / "instance").resolve()
    given = _from_file(instance) | from_environment
    database_url = given.get("database_url") or f"sqlite:///{instance / 'convene.sqlite'}"
    if database_url.startswith("postgres://"):
        database_url = "postgresql://" + database_url.removeprefix("postgres://")
    scheme = database_url.split("://", 1)[0].split("+", 1)[0]
    if "://" not in database_url or scheme not in DATABASES:
        raise SettingsError("CONVENE_DATABASE_URL: expected sqlite:///FILE or postgresql://USER@HOST/NAME")
    if database_url.startswith("postgresql://"):
        database_url = "postgresql+psycopg://" + database_url.removeprefix("postgresql://")
    try:
        smtp = parse_url(given["smtp_url"]) if given.get("smtp_url") else None
    except ValueError as wrong:
        raise SettingsError(f"CONVENE_SMTP_URL: {wrong}") from wrong
    base_url = _checked_base_url(given.get("base_url", f"http://127.0.0.1:{port}"))
    mail_from = given.get("mail_from", "secretariat@convene.example")
    if problem := address_problem(mail_from):
        raise SettingsError(f"CONVENE_MAIL_FROM: {problem}")
    try:
        instance.mkdir(parents=True, exist_ok=True)
        secret = _secret(instance)
    except OSError as denied:
        raise SettingsError(f"CONVENE_INSTANCE: {instance} cannot be used: {denied.strerror}") from denied
    return Settings(
        instance=instance,
        database_url=database_url,
        smtp=smtp,
        base_url=base_url,
        mail_from=mail_from,
        mail_name=given.get("mail_name", "Secretariat"),
        upload_limit=_whole(given, "upload_limit_mb", 25, 1, 200) * 1024 * 1024,
        visit_hours=_whole(given, "visit_hours", 12, 1, 72),
        gather_minutes=_whole(given, "gather_minutes", 10, 0, 240),
        secret=secret,
    )

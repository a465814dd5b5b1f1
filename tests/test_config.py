"""Settings: which are known, which source wins, what is said about a wrong one, and the installation's secret."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from convene.config import NAMES, Settings, SettingsError, load
from convene.mail.smtp import Security


def loaded(folder: Path, toml: str = "", **given: str) -> Settings:
    """Settings of an instance with this file and these variables."""
    if toml:
        (folder / "convene.toml").write_text(toml, encoding="utf-8")
    return load({"CONVENE_INSTANCE": str(folder)} | {f"CONVENE_{name.upper()}": value for name, value in given.items()})


def trouble(folder: Path, toml: str = "", **given: str) -> str:
    """What is said about these settings, which must be refused."""
    with pytest.raises(SettingsError) as caught:
        loaded(folder, toml, **given)
    return str(caught.value)


def test_load_without_settings_gives_an_installation_on_loopback(tmp_path: Path) -> None:
    settings = loaded(tmp_path)
    assert settings.instance == tmp_path
    assert settings.database_url == f"sqlite:///{tmp_path / 'convene.sqlite'}"
    assert settings.smtp is None
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.host == "127.0.0.1:8000"
    assert settings.is_https is False
    assert settings.papers == tmp_path / "papers"
    assert settings.outbox == tmp_path / "outbox"


def test_load_with_a_port_puts_it_into_the_usual_address_only(tmp_path: Path) -> None:
    environ = {"CONVENE_INSTANCE": str(tmp_path)}
    assert load(environ, port=9001).base_url == "http://127.0.0.1:9001"
    told = environ | {"CONVENE_BASE_URL": "https://board.example/"}
    assert load(told, port=9001).base_url == "https://board.example"
    assert load(told).is_https is True


def test_load_lets_the_environment_beat_the_file(tmp_path: Path) -> None:
    toml = 'mail_from = "file@board.example"\nmail_name = "From the file"\nvisit_hours = 3\n'
    settings = loaded(tmp_path, toml, mail_from="environment@board.example")
    assert settings.mail_from == "environment@board.example"
    assert settings.mail_name == "From the file"
    assert settings.visit_hours == 3


@pytest.mark.parametrize(
    "given, kept",
    [
        ("sqlite:////data/convene.sqlite", "sqlite:////data/convene.sqlite"),
        ("postgresql://convene@db.example/convene", "postgresql+psycopg://convene@db.example/convene"),
        ("postgres://convene@db.example/convene", "postgresql+psycopg://convene@db.example/convene"),
    ],
)
def test_load_takes_either_kind_of_database(tmp_path: Path, given: str, kept: str) -> None:
    assert loaded(tmp_path, database_url=given).database_url == kept


def test_load_reads_the_mail_server(tmp_path: Path) -> None:
    smtp = loaded(tmp_path, smtp_url="smtp+starttls://convene:word@mail.example:2525").smtp
    assert smtp is not None
    assert (smtp.host, smtp.port, smtp.security) == ("mail.example", 2525, Security.STARTTLS)
    assert "word" not in repr(smtp)


@pytest.mark.parametrize(
    "name, value",
    [
        ("database_url", "mysql://db.example/convene"),
        ("database_url", "convene.sqlite"),
        ("smtp_url", "mail.example"),
        ("smtp_url", "http://mail.example"),
        ("smtp_url", "smtp://mail.example:0"),
        ("base_url", "board.example"),
        ("base_url", "ftp://board.example"),
        ("base_url", "https://board.example/convene"),
        ("base_url", "https://board.example?x=1"),
        ("base_url", "https://someone@board.example"),
        ("base_url", "https://board.example:port"),
        ("base_url", ""),
        ("mail_from", "the secretariat"),
        ("mail_from", "secretariat@"),
        ("mail_from", ""),
        ("upload_limit_mb", "0"),
        ("upload_limit_mb", "201"),
        ("upload_limit_mb", "ten"),
        ("upload_limit_mb", "٢"),
        ("visit_hours", "0"),
        ("visit_hours", "73"),
        ("visit_hours", "-1"),
        ("visit_hours", "1.5"),
        ("gather_minutes", "-1"),
        ("gather_minutes", "241"),
    ],
)
def test_load_names_a_malformed_variable(tmp_path: Path, name: str, value: str) -> None:
    assert trouble(tmp_path, **{name: value}).startswith(f"CONVENE_{name.upper()}: ")


@pytest.mark.parametrize(
    "name, value",
    [
        ("database_url", '"mysql://db.example/convene"'),
        ("base_url", '"https://board.example/convene"'),
        ("smtp_url", '"mail.example"'),
        ("mail_from", '"nobody"'),
        ("upload_limit_mb", "0"),
        ("visit_hours", '"many"'),
    ],
)
def test_load_names_a_malformed_setting_of_the_file(tmp_path: Path, name: str, value: str) -> None:
    assert name.upper() in trouble(tmp_path, f"{name} = {value}\n").upper()


@pytest.mark.parametrize("minutes, kept", [("0", 0), ("240", 240), (None, 10)])
def test_load_takes_how_long_mail_is_gathered(tmp_path: Path, minutes: str | None, kept: int) -> None:
    given = {} if minutes is None else {"gather_minutes": minutes}
    assert loaded(tmp_path, **given).gather_minutes == kept


@pytest.mark.parametrize("limit, octets", [("1", 1024**2), ("200", 200 * 1024**2)])
def test_load_takes_the_limits_themselves(tmp_path: Path, limit: str, octets: int) -> None:
    settings = loaded(tmp_path, upload_limit_mb=limit, visit_hours="72")
    assert (settings.upload_limit, settings.visit_hours) == (octets, 72)


def test_load_names_an_unknown_variable_and_lists_the_known(tmp_path: Path) -> None:
    said = trouble(tmp_path, smtp="smtp://mail.example")
    assert said.startswith("CONVENE_SMTP is not a setting")
    assert all(f"CONVENE_{name.upper()}" in said for name in NAMES)
    assert not (tmp_path / "secret").exists()


@pytest.mark.parametrize(
    "toml, named",
    [
        ('smtp = "smtp://mail.example"', "“smtp” is not a setting"),
        ('instance = "/elsewhere"', "“instance” is not a setting"),
        ("[mail]\nfrom = 1", "“mail” is not a setting"),
        ("visit_hours = true", "“visit_hours” must be a text or a whole number"),
        ("visit_hours = 1.5", "“visit_hours” must be a text or a whole number"),
        ("mail_name = [1]", "“mail_name” must be a text or a whole number"),
        ("mail_name = ", "convene.toml: "),
    ],
)
def test_load_names_what_is_wrong_in_the_file(tmp_path: Path, toml: str, named: str) -> None:
    said = trouble(tmp_path, toml)
    assert said.startswith("convene.toml: ")
    assert named in said


def test_load_refuses_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "convene.toml").write_bytes(b'mail_name = "\xff\xfe"')
    assert trouble(tmp_path).startswith("convene.toml: ")


def test_load_names_an_instance_that_cannot_be_used(tmp_path: Path) -> None:
    occupied = tmp_path / "file"
    occupied.write_text("", encoding="ascii")
    assert trouble(occupied).startswith("CONVENE_INSTANCE: ")


def test_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "instance"
    first = loaded(folder).secret
    assert stat.S_IMODE((folder / "secret").stat().st_mode) == 0o600
    assert len(first) == 32
    assert loaded(folder).secret == first
    assert loaded(tmp_path / "another").secret != first


@pytest.mark.parametrize("damaged", ["", "abc", "z" * 64, "0" * 65])
def test_secret_that_is_damaged_stops_the_start_and_is_not_replaced(tmp_path: Path, damaged: str) -> None:
    (tmp_path / "secret").write_text(damaged, encoding="ascii")
    assert "instance/secret is damaged" in trouble(tmp_path)
    assert (tmp_path / "secret").read_text(encoding="ascii") == damaged

"""The commands as somebody at a prompt runs them: each in a process of its own, on an instance of its own.

Only what click itself answers, before the program does anything, is asked in this process: it is much quicker.
"""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from convene.cli import main
from convene.demo.cast import CAST
from convene.migrations import steps
from tests.contracts.sources import ROOT

COMMANDS = (
    *("anchors", "body", "cast", "check-agendas", "demo", "doctor", "export-meetings", "export-recommendations"),
    *("findings", "import-meetings", "import-recommendations", "init", "migrate", "plan", "serve", "sign-in-link"),
    *("web", "worker"),
)
PRESETS = ", ".join(f"S{number}" for number in range(1, 12))
FOUND = ("--name", "Board", "--symbol", "TNAP", "--zone", "Europe/Zurich", "--secretary", "Secretary")


def run(instance: Path, *arguments: str, **given: str) -> subprocess.CompletedProcess[str]:
    """One command on this instance, with these settings."""
    environ = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "CONVENE_INSTANCE": str(instance)} | given
    command = [sys.executable, "-m", "convene.cli", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60, check=False)


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that a refused command says, and nothing besides."""
    assert done.returncode != 0, done.stdout
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("convene: ")
    return lines[0].removeprefix("convene: ")


@pytest.fixture
def network(seeded: Path, tmp_path: Path) -> Path:
    """A copy of the seeded instance."""
    return Path(shutil.copytree(seeded, tmp_path / "network"))


def test_help_names_every_command(tmp_path: Path) -> None:
    done = run(tmp_path / "none", "--help")
    assert done.returncode == 0
    listed = done.stdout.split("Commands:")[1]
    assert tuple(line.split()[0] for line in listed.strip().splitlines()) == COMMANDS
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself_and_touches_nothing(tmp_path: Path, command: str) -> None:
    done = CliRunner().invoke(main, [command, "--help"], env={"CONVENE_INSTANCE": str(tmp_path / "none")})
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Usage: main {command}")
    assert "-h, --help" in done.stdout
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "arguments, port, said",
    [
        (("start",), "", "no such command 'start'; “convene --help” says what there is"),
        (("cast", "--xml"), "", "no such option '--xml'; “convene --help” says what there is"),
        (("sign-in-link",), "", "missing: EMAIL"),
        (("init",), "", "missing: --name, --symbol, --zone, --secretary, --address"),
        (("init", "--zone", "UTC", "--name", "Board"), "", "missing: --symbol, --secretary, --address"),
        (("init", *FOUND, "--address", "a@b.example", "--preset", "S12"), "", f"--preset: expected one of {PRESETS}"),
        (("body", "add", "S0"), "", f"PRESET: expected one of {PRESETS}"),
        (("body", "add", "S1"), "", "missing: --secretary, --address"),
        (("body", "remove"), "", "no such command 'remove'; “convene --help” says what there is"),
        (("serve", "--port", "0"), "", "--port: expected a whole number from 1 to 65535"),
        (("serve", "--port", "65536"), "", "--port: expected a whole number from 1 to 65535"),
        (("web", "--port", "9" * 5000), "", "--port: expected a whole number from 1 to 65535"),
        (("serve",), "many", "PORT: expected a whole number from 1 to 65535"),
        (("doctor",), "70000", "PORT: expected a whole number from 1 to 65535"),
        (("web", "--workers", "0"), "", "--workers: expected a whole number from 1 to 64"),
        (("demo", "--size", "huge"), "", "--size: expected small or peer"),
    ],
)
def test_bad_arguments_are_named_in_one_line(tmp_path: Path, arguments: tuple[str, ...], port: str, said: str) -> None:
    environ = {"CONVENE_INSTANCE": str(tmp_path / "none"), "PORT": port or None}
    done = CliRunner().invoke(main, arguments, env=environ)
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"convene: {said}\n")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("command", ["serve", "web"])
def test_port_in_use_is_said_before_anything_is_done(tmp_path: Path, command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = str(holder.getsockname()[1])
        said = complaint(run(tmp_path / "none", command, PORT=port))
    assert said == f"port {port} is in use; choose another with PORT=… or --port"
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "arguments, given, said",
    [
        (("migrate",), {"CONVENE_BASE_URL": "nowhere"}, "CONVENE_BASE_URL: “nowhere” is no address"),
        (("doctor",), {"CONVENE_COLOUR": "red"}, "CONVENE_COLOUR is not a setting"),
        (("worker",), {}, "the database is not up to date; run “convene migrate” first"),
        (("sign-in-link", "a@b.example"), {}, "the database is not up to date; run “convene migrate” first"),
        (("migrate",), {"CONVENE_DATABASE_URL": "sqlite:////proc/none/convene.sqlite"}, "the database cannot be used:"),
        (
            ("init", *FOUND, "--address", "a@b.example"),
            {"CONVENE_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"},
            "the database cannot be used:",
        ),
    ],
)  # fmt: skip
def test_bad_input_ends_with_one_clear_line(
    tmp_path: Path, arguments: tuple[str, ...], given: dict[str, str], said: str
) -> None:
    assert complaint(run(tmp_path, *arguments, **given)).startswith(said)


def test_broken_settings_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "convene.toml").write_text("colour = 'red'\n", encoding="utf-8")
    assert complaint(run(tmp_path, "migrate")).startswith("convene.toml: “colour” is not a setting")


def test_migrate_twice_changes_nothing_the_second_time(tmp_path: Path) -> None:
    newest = steps.newest()
    assert run(tmp_path, "migrate").stdout == f"Migrated from step none to {newest}.\n"
    assert run(tmp_path, "migrate").stdout == f"The database is up to date (step {newest}).\n"


def test_init_founds_a_body_on_an_empty_instance_and_prints_a_link(tmp_path: Path) -> None:
    done = run(tmp_path, "init", *FOUND, "--address", "secretary@board.example")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/sign-in/link/[\w-]{54}\n", done.stdout)
    assert run(tmp_path, "sign-in-link", "Secretary@Board.example").returncode == 0


def test_init_with_a_wrong_value_founds_nothing(tmp_path: Path) -> None:
    wrong_zone = (*FOUND, "--address", "a@board.example", "--zone", "Europe/Nowhere")
    assert complaint(run(tmp_path, "init", *wrong_zone)).startswith("“Europe/Nowhere” is not a time zone")
    assert complaint(run(tmp_path, "init", *FOUND, "--address", "a")).startswith("An e-mail address has exactly one @.")
    assert run(tmp_path, "demo").stdout == "The demonstration network is in place.\n"
    assert run(tmp_path, "demo").stdout == "The instance is not empty; nothing was seeded.\n"
    done = run(tmp_path, "init", *FOUND, "--address", "a@board.example")
    assert complaint(done) == "this instance holds bodies already; init is for an empty one"


def test_sign_in_link_prints_one_address_or_says_who_is_unknown(network: Path) -> None:
    done = run(network, "sign-in-link", "secretary@tnap.example", CONVENE_BASE_URL="https://board.example")
    assert re.fullmatch(r"https://board\.example/sign-in/link/[\w-]{54}\n", done.stdout)
    unknown = run(network, "sign-in-link", "nobody@tnap.example")
    assert complaint(unknown) == "nobody signs in with the address nobody@tnap.example"


def test_links_lead_to_the_port_that_is_served(network: Path) -> None:
    link = run(network, "sign-in-link", "secretary@tnap.example", PORT="8232").stdout
    assert re.fullmatch(r"http://127\.0\.0\.1:8232/sign-in/link/[\w-]{54}\n", link)


def test_serving_the_demonstration_prints_a_command_for_more_links(network: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    environ = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "CONVENE_INSTANCE": str(network), "PORT": port}
    command = [sys.executable, "-u", "-m", "convene.cli", "serve", "--demo"]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdout is not None
        told = next(line for line in serving.stdout if line.startswith("More links: "))
        # What stands there is what somebody types: in a shell that knows nothing of this instance.
        line = told.removeprefix("More links: ").replace("ADDRESS", "secretary@tnap.example")
        shell, bare = ["/bin/sh", "-c", line], {"PATH": "/usr/bin:/bin"}
        link = subprocess.run(shell, cwd=ROOT, env=bare, capture_output=True, text=True, timeout=60, check=False)
        serving.terminate()
    assert f"PORT={port} " in told
    assert link.stdout.startswith(f"http://127.0.0.1:{port}/sign-in/link/"), link.stderr


def test_cast_as_json_lists_everybody(tmp_path: Path) -> None:
    rows = json.loads(run(tmp_path, "cast", "--json").stdout)
    assert [row["email"] for row in rows] == [c.address for c in CAST]
    assert all({"kind", "email", "body", "sees"} <= set(row) and all(row[k] for k in ("kind", "sees")) for row in rows)


def test_cast_in_words_has_a_line_for_each(tmp_path: Path) -> None:
    lines = run(tmp_path, "cast").stdout.splitlines()
    assert len(lines) == len(CAST)
    assert all(c.address in line and c.sees in line for c, line in zip(CAST, lines, strict=True))


def report(done: subprocess.CompletedProcess[str]) -> dict[str, tuple[str, str]]:
    """What doctor said: by subject, whether it is well, and the words."""
    rows = [re.fullmatch(r"(ok|BAD)\s+([a-z ]+): (.*)", line) for line in done.stdout.splitlines()]
    return {row[2]: (row[1], row[3]) for row in rows if row}


def test_doctor_before_migrating_says_what_to_do(tmp_path: Path) -> None:
    done = run(tmp_path, "doctor")
    found = report(done)
    assert done.returncode == 1
    assert found["schema"] == ("BAD", f"step none, “convene migrate” brings it to {steps.newest()}")
    assert found["mail server"] == ("ok", f"none set; mail is written to {tmp_path / 'outbox'}")
    assert "outbox" not in found


def test_doctor_says_what_is_pending_and_that_nothing_sends(network: Path) -> None:
    done = run(network, "doctor", CONVENE_SMTP_URL="smtp://127.0.0.1:1")
    found = report(done)
    assert done.returncode == 1
    assert found["instance"] == ("ok", str(network))
    assert found["database"][0] == "ok"
    assert found["schema"] == ("ok", f"step {steps.newest()}")
    assert re.fullmatch(r"[1-9]\d* waiting, 0 sent, 0 failed", found["outbox"][1])
    assert found["sender"] == ("BAD", "has not run yet; start “convene serve” or “convene worker”")
    assert found["mail server"][0] == "BAD"
    assert found["mail server"][1].startswith("The mail server 127.0.0.1:1 could not be used")


def test_doctor_hides_the_password_of_the_database(tmp_path: Path) -> None:
    url = "postgresql://convene:secretword@127.0.0.1:1/none"
    done = run(tmp_path, "doctor", CONVENE_DATABASE_URL=url)
    assert done.returncode == 1
    assert report(done)["database"][0] == "BAD"
    assert "secretword" not in done.stdout + done.stderr

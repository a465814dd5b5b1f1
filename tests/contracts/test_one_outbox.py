"""Mail leaves through one module, and one module keeps the hours."""

from __future__ import annotations

import pytest

from tests.contracts.sources import Source, imports, python_files

HOMES = {"smtplib": "convene/mail/smtp.py", "apscheduler": "convene/jobs.py"}


def strays(source: Source) -> list[str]:
    """Imports of a package that has its home in another file."""
    return [
        f"{source.path}:{line} imports {module}"
        for line, module, _ in imports(source)
        if HOMES.get(module.split(".")[0], source.path) != source.path
    ]


def test_mail_and_hours_have_one_home_each() -> None:
    assert [found for source in python_files("convene") for found in strays(source)] == []


@pytest.mark.parametrize("package", HOMES)
def test_each_home_uses_its_package(package: str) -> None:
    home = [s for s in python_files("convene") if s.path == HOMES[package]]

    assert [any(m.split(".")[0] == package for _, m, _ in imports(source)) for source in home] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "import smtplib",
        "from smtplib import SMTP",
        "def send():\n    import smtplib as post",
        "from apscheduler.schedulers.background import BackgroundScheduler",
    ],
)
def test_a_second_home_is_caught(text: str) -> None:
    assert len(strays(Source("convene/invitations/views.py", text))) == 1

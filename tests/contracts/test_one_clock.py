"""Only convene/clock.py reads the clock; everybody else is given the time."""

from __future__ import annotations

import pytest

from tests.contracts.sources import Source, python_files, references

CLOCK = "convene/clock.py"
READINGS = frozenset(
    {
        "datetime.datetime.now",
        "datetime.datetime.utcnow",
        "datetime.datetime.today",
        "datetime.date.today",
        "time.time",
        "time.time_ns",
        "time.gmtime",
        "time.localtime",
        "time.ctime",
        "email.utils.localtime",
        "uuid.uuid1",
    }
)  # fmt: skip
IN_THE_DATABASE = frozenset({"now", "current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"})


def readings(source: Source) -> list[str]:
    """Every place of one file that reads the clock, or names what would, as a column's default does."""
    return [
        f"{source.path}:{line} reads the clock by {name}"
        for line, name in references(source)
        if name in READINGS or (name.startswith("sqlalchemy.") and name.rpartition(".")[2] in IN_THE_DATABASE)
    ]


def test_only_the_clock_reads_the_clock() -> None:
    elsewhere = [s for s in python_files("convene") if s.path != CLOCK]

    assert [found for source in elsewhere for found in readings(source)] == []


def test_the_clock_itself_reads_it_in_one_place() -> None:
    own = [s for s in python_files("convene") if s.path == CLOCK]

    assert [len(readings(source)) for source in own] == [1]


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import UTC, datetime\nat = datetime.now(UTC)",
        "from datetime import datetime as moment\nat = moment.utcnow()",
        "import datetime as dt\nat = dt.datetime.today()",
        "import datetime\non = datetime.date.today()",
        "from datetime import date\non = date.today()",
        "import time\nat = time.time()",
        "from time import time\nat = time()",
        "from datetime import datetime\ncolumn = mapped_column(default=datetime.now)",
        "from sqlalchemy import func\ncolumn = mapped_column(server_default=func.now())",
        "import sqlalchemy as sa\nstamp = sa.func.current_timestamp()",
    ],
)
def test_a_reading_of_the_clock_is_caught(text: str) -> None:
    assert len(readings(Source("convene/meetings/actions.py", text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "from convene import clock\nat = clock.now()",
        "import time\nwaited = time.monotonic()",
        "from datetime import datetime\nat = datetime.fromisoformat('2027-09-20T09:00:00+00:00')",
    ],
)
def test_what_reads_no_clock_passes(text: str) -> None:
    assert readings(Source("convene/meetings/actions.py", text)) == []

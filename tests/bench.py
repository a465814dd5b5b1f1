"""Measures the pages, calendars and PDF of a large meeting, with two web workers on loopback. `make bench` prints it.

The data are those of `convene demo --size peer`. Figures: requests per second and latency by wrk (one thread, eight
connections; “alone” is the median with one), CPU of all web processes per request, SQL statements, octets, and memory
as PSS. Nothing is asserted on time: figures are for people to read.
"""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median

from flask import Flask
from sqlalchemy import select

from convene import clock, journal
from convene.accounts.proofs import Purpose, token
from convene.agendas.models import AgendaItem
from convene.db import db, looking, work
from convene.demo.peer import CITY, grow
from convene.demo.seed import seed
from convene.list_commands import PAUSE
from convene.meetings.models import Meeting
from convene.migrations import steps
from convene.people.models import Person
from convene.recommendations import appending, columns, importing
from convene.recommendations.models import Recommendation, RecommendationLink
from convene.recommendations.terms import LinkKind, Position
from convene.sending import send_due
from convene.stages.actions import Wish, circulate
from convene.stages.terms import Stage
from tests.browser import TESTS, Browser, browser_of
from tests.build import body
from tests.conftest import let_go, make_app
from tests.counting import statements_seen
from tests.rounds.made import with_check_ins

SECONDS = int(os.environ.get("BENCH_SECONDS", "5"))
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the table."""

    what: str
    per_second: float
    alone: str
    median: str
    slowest: str
    cpu_ms: float
    octets: int
    statements: int


def free_port() -> int:
    """A port of the loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def processes(parent: int) -> list[int]:
    """A process and its children."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    return [parent, *(pid for child in children for pid in processes(int(child)))]


def cpu_seconds(pids: list[int]) -> float:
    """User and system time of these processes so far."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def pss_mb(pids: list[int]) -> float:
    """Memory of these processes, shared pages counted once."""
    total = 0
    for pid in pids:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        total += int(re.findall(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[0])
    return total / 1024


def statements(browser: Browser, path: str, app: Flask) -> tuple[int, int]:
    """SQL statements (BEGIN left out) and octets of one page that was opened before."""
    assert browser.get(path).status_code == 200, path
    with statements_seen() as seen:
        response = browser.get(path)
    return sum(not s.startswith("PRAGMA") for s in seen), len(response.data)


def load(base: str, path: str, headers: dict[str, str], *, browsers: int) -> tuple[float, str, str]:
    """Requests per second, median and 99th percentile with so many connections at once, by wrk."""
    command = ["wrk", "-t1", f"-c{browsers}", f"-d{SECONDS}s", "--latency", f"{base}{path}"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "Non-2xx" not in said or "If-None-Match" in headers, said
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found, said
    latency = dict(re.findall(r"^\s+(50|99)%\s+(\S+)", said, re.MULTILINE))
    return float(found[1]), latency["50"], latency["99"]


def wait_for(url: str) -> None:
    """Wait until the server answers."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(url)


def main() -> None:
    """Seed, start, measure, print, stop."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        base = f"http://127.0.0.1:{port}"
        app = make_app(Path(folder))
        with app.app_context():
            steps.migrate()
            seed(app.config["CONVENE"], at=clock.now())
            key = grow(app.config["CONVENE"], at=clock.now())
            while send_due():
                pass  # The mail of 500 meetings goes to files first, so that sending is not measured with the pages.
        environment = {**os.environ, "CONVENE_INSTANCE": folder, "CONVENE_BASE_URL": base}
        command = [sys.executable, "-m", "convene.cli", "web", "--port", str(port), "--workers", str(WORKERS)]
        web = subprocess.Popen(command, env=environment)
        worker = subprocess.Popen([sys.executable, "-m", "convene.cli", "worker"], env=environment)
        try:
            wait_for(f"{base}/healthz")
            report(app, base, key, web.pid, worker.pid)
        finally:
            for process in (web, worker):
                process.send_signal(signal.SIGTERM)
                process.wait(20)
            let_go(app)


def circulated(key: str) -> str:
    """Circulate the agenda as provisional, change it, circulate it as annotated; gives the last one's key."""
    meeting: Meeting = db.session.scalars(select(Meeting).where(Meeting.key == key)).one()
    stage = ""
    for each in (Stage.PROVISIONAL, Stage.ANNOTATED):
        wish = Wish(each, all_the_same=True)
        stage = circulate(meeting, wish, by="bench", at=clock.now())[0].key
        item = db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)).first()
        assert item is not None
        item.title += ", revised"
    return stage


def over_years(recommendations: int) -> str:
    """A list of that many with eight addressees each, over twenty years, and answers that took a week to a year."""
    chance = random.Random(5)
    lines = ["symbol,adopted on,text,addressee,sent on,due on,response,answered on"]
    names = [*("Netherlands", "Denmark", "Canada", "Germany", "Australia", "United States", "United Kingdom"), "Ostrin"]
    for n in range(recommendations):
        adopted = date(2006, 1, 1) + timedelta(days=45 * chance.randrange(160))
        sent, due = adopted + timedelta(days=14), adopted + timedelta(days=104)
        for place, name in enumerate(names):
            answered = sent + timedelta(days=chance.randrange(7, 366))
            answer = f"{chance.choice(list(Position))},{answered}" if (n + place) % 3 else ","
            lines.append(f"B/{n},{adopted},Text number {n} of the list of the board,{name},{sent},{due},{answer}")
    return "\n".join(lines)


def recommended(app: Flask) -> tuple[str, str]:
    """Take over 5,000 recommendations with eight addressees each; gives the body's address, and how long it took."""
    took = taken(app, over_years(5_000))
    with app.app_context(), looking(TESTS):
        return f"/bodies/{body().key}", f"5,000 recommendations x 8, taken over: {took}"


def answered_again(app: Flask) -> str:
    """Append an answer of today to each of these addressees; says how long it took."""
    head, *lines = over_years(5_000).splitlines()
    today = clock.now().date()
    later = [",".join([*line.split(",")[:6], str(Position.NOTED), str(today)]) for line in lines]
    took = taken(app, "\n".join([head, *later]))
    return f"an answer appended to each of the 40,000: {took}"


def taken(app: Flask, text: str) -> str:
    """Take a list over and append from it, part by part as its command does; says how long it took without pauses."""
    began = time.perf_counter()
    with app.app_context():
        with looking(TESTS):
            reading = importing.held_against(body(), columns.read(text.encode()), today=clock.now().date())
        dry, parts = time.perf_counter() - began, []
        for part in (*reading.parts(), *reading.appending()):
            of_part = time.perf_counter()
            with work(TESTS):
                assert appending.take_part(body(), part, by="bench", at=clock.now()) == part.size
            parts.append(time.perf_counter() - of_part)
            time.sleep(PAUSE)  # The worker, which runs beside, comes to write.
    return f"dry run {dry:.1f} s, in all {dry + sum(parts):.1f} s; no part over {max(parts):.1f} s"


def given_out(browser: Browser, many: str) -> str:
    """Fetch the whole list as both kinds of table; says how long it took, and how large they are."""
    said = []
    for kind in ("csv", "xlsx"):
        began = time.perf_counter()
        size = len(browser.get(f"{many}/recommendations.{kind}").data)
        said.append(f"{kind.upper()} {time.perf_counter() - began:.1f} s, {size / 1_000_000:.1f} MB")
    return f"the same given out: {'; '.join(said)}"


def lineage_in(app: Flask) -> str:
    """Tie forty of them in a chain; gives the address of the last one's lineage."""
    with app.app_context(), work(TESTS):
        rows = db.session.scalars(select(Recommendation).order_by(Recommendation.id).limit(40)).all()
        for earlier, later in pairwise(rows):
            link = {"later_id": later.id, "earlier_id": earlier.id, "kind": LinkKind.REITERATES, "announced": True}
            row = RecommendationLink(body_id=later.body_id, by="bench", linked_at=clock.now(), **link)
            db.session.add(row)
        return f"/recommendations/{rows[-1].key}/lineage"


def anew(app: Flask, url: str, headers: dict[str, str]) -> float:
    """Median milliseconds of a page right after something of its body changed, when nothing counted still holds."""
    took = []
    for _ in range(9):
        with app.app_context(), work(TESTS):
            journal.record("bench.touch", by="bench", at=clock.now(), body=body().id, kind="body", key=body().key)
        began = time.perf_counter()
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as answer:
            answer.read()
        took.append(1000 * (time.perf_counter() - began))
    return median(took)


def report(app: Flask, base: str, key: str, web: int, worker: int) -> None:
    """Measure everything and print it as a table."""
    browser = browser_of(app, "primary_nl")
    cookie = browser.client.get_cookie("visit", domain="localhost")
    assert cookie is not None
    headers = {"Cookie": f"visit={cookie.value}"}
    with app.app_context(), work(TESTS):
        person = db.session.scalars(select(Person).where(Person.address == "primary.nl@tnap.example")).one()
        assert db.session.scalars(select(Meeting).where(Meeting.venue == CITY)).one().key == key
        feed = f"/feed/{token(Purpose.FEED, person.key, person.feed_generation)}.ics"
        stage = circulated(key)
    etag = browser.get(feed).headers["ETag"]
    secretary = browser_of(app, "secretary")
    keeps = secretary.client.get_cookie("visit", domain="localhost")
    assert keeps is not None
    staff = {"Cookie": f"visit={keeps.value}"}
    many, taken_over = recommended(app)
    coordinator = browser_of(app, "secretary_council")
    coordinates = coordinator.client.get_cookie("visit", domain="localhost")
    assert coordinates is not None
    council = {"Cookie": f"visit={coordinates.value}"}
    munich = with_check_ins(app, 40)
    browsers = {id(staff): secretary, id(council): coordinator}
    pages = {
        "agenda page, signed in": (f"/meetings/{key}", headers),
        "meeting as .ics, one entry": (f"/meetings/{key}/meeting.ics", headers),
        "meeting as .ics, an entry per item": (f"/meetings/{key}/meeting.ics?entries=items", headers),
        "feed of 500 meetings": (feed, {}),
        "feed, conditional (304)": (feed, {"If-None-Match": etag}),
        "agenda as PDF": (f"/meetings/{key}/agenda.pdf", headers),
        "home page": ("/", headers),
        "annotated agenda, as circulated": (f"/stages/{stage}", headers),
        "annotated agenda as PDF": (f"/stages/{stage}/agenda.pdf", headers),
        "its mark-up": (f"/stages/{stage}/changes", headers),
        "agenda builder": (f"/meetings/{key}/agenda", staff),
        "what comes in": (f"/meetings/{key}/incoming", staff),
        "calls for papers": (f"/meetings/{key}/paper-calls", staff),
        "5,000 recommendations, a page": (f"{many}/recommendations", headers),
        "those silent, a page": (f"{many}/recommendations?mark=silent", headers),
        "figures of 40,000 addressees": (f"{many}/recommendations/figures", headers),
        "the same by country": (f"{many}/recommendations/figures?by=country", headers),
        "a lineage of 40": (lineage_in(app), headers),
        "matrix of assets": (f"/meetings/{key}/assets", headers),
        "grid of forty check-ins": (f"/meetings/{munich}/check-ins/grid", council),
    }
    pids = processes(web)
    idle = pss_mb([*pids, *processes(worker)])
    rows = [measure(app, browsers.get(id(page[1]), browser), base, web, what, *page) for what, page in pages.items()]
    for what in ("those silent, a page", "figures of 40,000 addressees", "the same by country"):
        print(f"{what}, counted anew after a change: {anew(app, f'{base}{pages[what][0]}', headers):.0f} ms alone")
    print(f"{os.cpu_count()} cores, {WORKERS} web workers, one worker, {SECONDS} s each, wrk -t1 -c8 (alone: -c1) here")
    print(f"{'GET':<36}{'req/s':>8}{'alone':>10}{'p50':>10}{'p99':>10}{'CPU ms':>8}{'octets':>9}{'SQL':>5}")
    for r in rows:
        print(
            f"{r.what:<36}{r.per_second:>8.1f}{r.alone:>10}{r.median:>10}{r.slowest:>10}{r.cpu_ms:>8.1f}{r.octets:>9}{r.statements:>5}"
        )
    loaded = pss_mb([*processes(web), *processes(worker)])
    print(f"memory (PSS) of web and worker: {idle:.0f} MB idle, {loaded:.0f} MB after load")
    tables = given_out(secretary, many)
    print(taken_over, answered_again(app), tables, sep="\n")  # Last: it leaves nobody silent.


def measure(
    app: Flask, browser: Browser, base: str, web: int, what: str, path: str, headers: dict[str, str]
) -> Measured:
    """One page: warmed up, loaded, and its statements counted in this process."""
    count, octets = statements(browser, path, app)
    load_headers = dict(headers)
    warm = urllib.request.Request(f"{base}{path}", headers={k: v for k, v in load_headers.items() if k == "Cookie"})
    with urllib.request.urlopen(warm, timeout=20) as answer:
        answer.read()
    pids = processes(web)  # Anew each time: the second worker may have come up after the first page.
    before = cpu_seconds(pids)
    per_second, median, slowest = load(base, path, load_headers, browsers=8)
    spent = cpu_seconds(pids) - before
    _, alone, _ = load(base, path, load_headers, browsers=1)
    return Measured(
        what, per_second, alone, median, slowest, spent * 1000 / max(per_second * SECONDS, 1), octets, count
    )


if __name__ == "__main__":
    main()

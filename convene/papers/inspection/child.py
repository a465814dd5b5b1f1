"""The process that reads one uploaded file: bounds itself before anything else, then reads. Started by path.

Imports nothing but the standard library by itself; what may be read and written is named on its command line.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

# What is said before the file is touched; without it, the fault is the program's and not the file's.
STARTED = "started"


def bound(*, memory: int, cpu_seconds: int, file_size: int) -> None:
    """Bound this process for good: bytes of address space, seconds of processor time, bytes per written file."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, file_size),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 32),
    ):
        resource.setrlimit(what, (most, most))


def start_light() -> None:
    """Stand empty packages in for the application's own, whose start would load the web and the database.

    pypdf would take up a picture library and a cipher library where they are installed; nothing here needs either.
    """
    here = Path(__file__).resolve().parent
    packages = ("convene.papers.inspection", "convene.papers", "convene")
    for name, folder in zip(packages, (here, *here.parents), strict=False):
        package = ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package
    unwanted: dict[str, Any] = dict.fromkeys(("PIL", "cryptography", "Crypto"))
    sys.modules.update(unwanted)


def main(arguments: list[str]) -> None:
    """Read the file of the first argument, write the copy to the second, within the limits of the third (JSON)."""
    source, clean_to, limits = arguments
    values = json.loads(limits)
    bound(memory=values["memory"], cpu_seconds=values["cpu_seconds"], file_size=4 * values["file_size"])
    start_light()
    verdict = importlib.import_module("convene.papers.inspection.verdict")
    reading = importlib.import_module("convene.papers.inspection.reading")
    say(json.dumps(STARTED))
    reading.report(Path(source), Path(clean_to), verdict.Limits(**values), say)


def say(line: str) -> None:
    """One line to whoever started this process, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])

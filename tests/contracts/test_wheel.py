"""What is installed elsewhere holds everything that runs here: templates, agendas and static files too."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.contracts.sources import ROOT

# Folders of the repository, and where the wheel has them.
CARRIED = {"convene": "convene", "templates": "convene/data/templates", "agendas": "convene/data/agendas"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the working copy without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(ROOT)], check=True)
    [built] = folder.glob("*.whl")
    return built


def names_in(wheel: Path) -> set[str]:
    """Every file in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def expected_names(root: Path) -> set[str]:
    """Where each file of the repository belongs in the wheel."""
    return {
        f"{target}/{path.relative_to(root / folder).as_posix()}"
        for folder, target in CARRIED.items()
        for path in (root / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


def test_the_wheel_holds_every_file_and_no_other(wheel: Path) -> None:
    inside = {name for name in names_in(wheel) if ".dist-info/" not in name}

    assert inside == expected_names(ROOT)


@pytest.mark.parametrize(
    "place", ["convene/data/templates/*.html", "convene/data/agendas/*.toml", "convene/web/static/*.css"]
)
def test_the_wheel_holds_what_is_no_python(wheel: Path, place: str) -> None:
    assert any(Path(name).match(place) for name in names_in(wheel))


def test_an_installed_wheel_finds_its_own_templates(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    question = "from convene.config import data_folder; print(data_folder('templates'), data_folder('agendas'))"

    said = subprocess.run(
        [sys.executable, "-c", question],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )

    data = tmp_path / "convene" / "data"
    assert said.stdout.split() == [str(data / "templates"), str(data / "agendas")]


def test_a_file_that_is_left_out_is_noticed(tmp_path: Path) -> None:
    for name in ("convene/a.py", "convene/web/static/a.css", "templates/mail/a.text", "agendas/a.toml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    assert expected_names(tmp_path) == {
        "convene/a.py", "convene/web/static/a.css", "convene/data/templates/mail/a.text", "convene/data/agendas/a.toml"
    }  # fmt: skip

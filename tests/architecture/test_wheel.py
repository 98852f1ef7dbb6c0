"""The wheel runs by itself: built, installed beside the dependencies alone, away from the checkout."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.architecture.tree import ROOMS, ROOT, files, label

BRIEF = (
    "We are a bakery with 11,000 followers on Instagram. Rent rises by 12% in March. "
    "A national chain opens two streets away. The food hall offered us a stand."
)


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    ran = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder, cwd=ROOT)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of an environment that holds the wheel, and sees what it depends on but not the checkout.

    Python reads .pth files in its own site-packages only, so the checkout's editable install stays unseen.
    """
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, symlinks=True)
    paths = sysconfig.get_paths(vars={"base": str(home), "platbase": str(home)})
    Path(paths["purelib"], "dependencies.pth").write_text(sysconfig.get_paths()["purelib"])
    pip = [sys.executable, "-m", "pip", "--python", str(home), "install", "--no-deps", "--no-index"]
    run(*pip, "--disable-pip-version-check", wheel, cwd=home)
    return home / "bin"


def test_every_data_file_is_in_the_wheel(wheel: Path) -> None:
    here = {label(path) for path in files(under=ROOMS)}
    there = set(zipfile.ZipFile(wheel).namelist())
    assert here - there == set()
    assert {"config/fonts/Pretendard-Regular.otf", "config/fonts/OFL.txt"} <= there
    assert {name.split("/")[0] for name in there} == {*ROOMS, "stratum-0.1.0.dist-info"}


def test_the_wheel_carries_its_licences(wheel: Path) -> None:
    there = zipfile.ZipFile(wheel).namelist()
    assert {name.rpartition("licenses/")[2] for name in there if "/licenses/" in name} == {
        "LICENSE",
        "config/fonts/OFL.txt",
    }


def test_an_installed_wheel_answers(installed: Path, tmp_path: Path) -> None:
    env = {
        "PATH": os.defpath,
        "HOME": str(tmp_path),
        "STRATUM_HOME": str(tmp_path / "home"),
        "LANG": "C.UTF-8",
    }
    stratum = installed / "stratum"
    where = run(installed / "python", "-c", "import config; print(config.__file__)", cwd=tmp_path, env=env)
    assert Path(where.strip()).is_relative_to(installed.parent)
    assert "Usage: stratum" in run(stratum, "--help", cwd=tmp_path, env=env)
    run(stratum, "org", "add", "crumb", "--type", "sme", cwd=tmp_path, env=env)
    run(stratum, "campaign", "add", "crumb", "spring", cwd=tmp_path, env=env)
    answer = run(
        stratum, "ask", f"/strategy swot {BRIEF}", "--scope", "crumb/spring", "--json", cwd=tmp_path, env=env
    )
    reply = json.loads(answer)
    assert reply["status"] in {"ok", "needs_input"}
    assert reply["outputs"][0]["output_type"] == "swot"
    assert "11,000 followers" in answer

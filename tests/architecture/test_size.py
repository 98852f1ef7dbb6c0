"""One noun a file, one thought a function."""

import ast
from pathlib import Path

import pytest

from tests.architecture.tree import ROOMS, files, label

FILE_LINES = 350
FUNCTION_LINES = 30
MEDIAN_FUNCTION_LINES = 10
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "core"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> list[Function]:
    return [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, Function)]


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


@pytest.mark.parametrize("path", files(".py", under=(*ROOMS, "tests")), ids=label)
def test_a_file_holds_one_noun(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= FILE_LINES
    assert path.stem not in VAGUE


@pytest.mark.parametrize("path", files(".py", under=ROOMS), ids=label)
def test_a_function_fits_on_a_screen(path: Path) -> None:
    assert [f"{f.name}: {length(f)} lines" for f in functions(path) if length(f) > FUNCTION_LINES] == []


def test_most_functions_are_short() -> None:
    lengths = sorted(length(f) for path in files(".py", under=ROOMS) for f in functions(path))
    assert lengths[len(lengths) // 2] < MEDIAN_FUNCTION_LINES

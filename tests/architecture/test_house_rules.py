"""The rules of the house that a tool does not enforce: see docs for authors of code, and setup.cfg for the layers."""

import ast
import configparser
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.checks.catalogue import check_types
from lab.values.places import ROOT, SEED

LAB = ROOT / "lab"
PLATFORMS = sorted(path.stem for path in (SEED / "platforms").glob("*.yaml"))
FORBIDDEN_IMPORTS = {"sqlalchemy", "flask", "random", "time", "locale", "secrets", "uuid", "socket", "urllib", "http", "requests", "pickle"}
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("datetime", "fromtimestamp")}
PROCESSES = {"lab/proofs/trials.py", "lab/proofs/prove.py", "lab/proofs/repeat.py", "lab/proofs/rounds.py", "lab/market/build.py", "lab/bands/crew.py"}
"""Proofs, the builder of the market and its bands start other processes; nothing else below school looks at the machine."""

TIMERS = {"lab/proofs/repeat.py"}
"""Measures what grading costs; no result hangs on it but whether a limit is kept."""


def layers() -> list[list[str]]:
    """The packages of setup.cfg, top first; those of one line may not import each other."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = config["importlinter:contract:layers"]["layers"].split("\n")
    return [[name.strip() for name in line.split(":")] for line in lines if line.strip()]


def below_school() -> list[str]:
    names = [name for line in layers() for name in line]
    return names[names.index("school") + 1 :]


def pure_modules() -> list[Path]:
    return sorted(path for package in below_school() for path in (LAB / package).glob("*.py"))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_every_package_of_the_layers_exists_and_every_package_stands_in_the_layers() -> None:
    listed = {name for line in layers() for name in line}
    there = {path.parent.name for path in LAB.glob("*/__init__.py")} | {path.stem for path in LAB.glob("*.py") if path.stem != "__init__"}
    assert listed == there


def test_code_lies_one_folder_deep() -> None:
    migrations = LAB / "school" / "migrations"  # laid out as Alembic wants it
    assert [named(path) for path in LAB.glob("*/*/**/*.py") if migrations not in path.parents] == []


def imports_of(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", pure_modules(), ids=named)
def test_below_school_there_is_no_database_web_clock_or_loose_chance(path: Path) -> None:
    tree = tree_of(path)
    found = {name.split(".")[0] for name in imports_of(tree)} & (FORBIDDEN_IMPORTS - ({"time"} if named(path) in TIMERS else set()))
    assert not found
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            assert (owner, node.attr) not in CLOCKS, f"line {node.lineno}: {owner}.{node.attr}"
            assert owner != "random" or node.attr == "Philox", f"line {node.lineno}: chance that is not counted from a key"
            if owner == "os" and named(path) not in PROCESSES:
                assert node.attr not in ("environ", "getenv", "cpu_count"), f"line {node.lineno}: os.{node.attr}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("hash", "id", "eval", "exec", "print", "input"), f"line {node.lineno}: {node.func.id}()"


def test_the_rule_against_clocks_can_fail() -> None:
    for line in ("from datetime import datetime\ndatetime.now()", "import datetime\ndatetime.date.today()"):
        tree = ast.parse(line)
        owners = {
            (node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", ""), node.attr)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
        }
        assert owners & CLOCKS


def test_no_code_asks_which_platform_it_has() -> None:
    assert PLATFORMS
    pattern = re.compile("|".join(PLATFORMS), re.IGNORECASE)
    found = [
        f"{named(path)}:{line}" for path in sorted(LAB.rglob("*.py")) for line, text in words_of(tree_of(path)) if pattern.search(text)
    ]
    assert found == []


def words_of(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Names and texts of a module with their lines; docstrings may give examples and are left out."""
    explained = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained:
            yield node.lineno, node.value
        elif isinstance(node, (ast.Name, ast.Attribute)):
            yield node.lineno, node.id if isinstance(node, ast.Name) else node.attr


def lines_with(path: Path, pattern: re.Pattern[str]) -> list[int]:
    return [number for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1) if pattern.search(line)]


def test_every_rule_and_every_action_module_has_its_test() -> None:
    plain = {"world", "values/places", "scenarios/schema", "scenarios/references", "proofs/repeat", "market/people", "market/base"}
    missing = []
    for path in pure_modules():
        where = f"{path.parent.name}/{path.stem}"
        if path.stem == "__init__" or path.parent.name in plain or where in plain:
            continue
        if not (ROOT / "tests" / path.parent.name / f"test_{path.stem}.py").is_file():
            missing.append(where)
    assert missing == []


def test_every_check_has_a_test_of_credit_empty_shop_and_hostile_text() -> None:
    for name in check_types():
        text = (ROOT / "tests" / "checks" / f"test_{name.replace('.', '_', 1)}.py").read_text(encoding="utf-8")
        assert "earns_nothing(" in text and "survives_hostile_text(" in text, name
        assert text.count("\ndef test_") >= 4, name


def ours() -> Iterator[Path]:
    """Every text file that we wrote."""
    endings = {".py", ".md", ".yaml", ".yml", ".toml", ".cfg", ".html", ".css", ".js", ".txt", ".csv", ".tsv", ".sh", ".jinja", ".po", ""}
    for top in ("lab", "tests", "seed", "scenarios", "templates", "static", "docs", "benchmarks", ".github"):
        yield from (path for path in sorted((ROOT / top).rglob("*")) if path.is_file() and path.suffix in endings and "__pycache__" not in path.parts)
    yield from (path for path in sorted(ROOT.glob("*")) if path.is_file() and path.suffix in endings and path.name != ".coverage")


def test_no_file_names_a_package_registry_or_a_folder_of_one_machine() -> None:
    hosts = ["pypi" + ".org", "files.python" + "hosted", "registry.npm" + "js", "/" + "work/", "/" + "root/", "/tmp/" + "bash_jobs"]
    pattern = re.compile("|".join(map(re.escape, hosts)))
    found = [f"{named(path)}:{number}" for path in ours() for number in lines_with(path, pattern)]
    assert found == []


def test_every_module_says_what_it_is_for() -> None:
    assert [named(path) for path in sorted(LAB.rglob("*.py")) if not ast.get_docstring(tree_of(path))] == []

"""Playing by hand in the terminal."""

import io
import re
from pathlib import Path

import pytest

from lab.cli.terminal import Terminal
from lab.market.base import Market
from lab.scenarios.deal import deal
from lab.scenarios.play import start
from lab.scenarios.script import load_scenario
from tests.cli.conftest import Run
from tests.scenarios.small import write_small

COURSE = """# a comment
brief
wait 1h
look
read q1
do message.reply q1 @solution/a1.txt
wait 2h
do order.ship o1 {lane: de_parcel, items: [{sku: bulb, quantity: 2}], documents: [invoice]}
grade
quit
look
"""


@pytest.fixture
def terminal(tmp_path: Path, market: Market) -> Terminal:
    scenario = load_scenario(write_small(tmp_path / "small"))
    return Terminal(start(scenario, deal(scenario, 3, market, {"worry": "gift"}), market), {"worry": "gift"})


def test_a_whole_run_by_hand(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(COURSE))
    done = run("scenario", "play", str(write_small(tmp_path / "small")), "--pick", "worry=gift", "--seed", "3")
    assert done.code == 0, done.err
    assert "new: q1" in done.out and "Wie lang ist das Kabel?" in done.out
    assert re.search(r"^o1  \w+  meridian/DE  2 bulb  ", done.out, re.MULTILINE)
    assert "10.00 of 10 points" in done.out
    assert done.out.count("in the store-room") == 1  # nothing after quit


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("dance", "There is no command 'dance'"),
        ("do dance", "no_such_action"),
        ("do price.set meridian/DE/bulb [1]", "action_field_wrong"),
        ('do price.set meridian/DE/bulb {price: "x"}', "money_unreadable"),
        ("do price.set meridian/DE/bulb {", "not valid YAML"),
        ("do order.acknowledge o9", "no_such_order"),
        ("do message.reply q1 @../outside.txt", "no such file"),
        ("wait soon", "unreadable"),
        ("read q9", "no_such_thread"),
        ("save", "file_needed"),
        ("save /nowhere/at/all.tradewind", "file_unwritable"),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(terminal: Terminal, capsys: pytest.CaptureFixture[str], line: str, told: str) -> None:
    before = terminal.play.world_hash()
    terminal.run([line])
    assert told in capsys.readouterr().err
    assert terminal.play.world_hash() == before


def test_a_saved_run_is_the_same_run(terminal: Terminal, run: Run, tmp_path: Path) -> None:
    terminal.run(["wait 1h", "do message.reply q1 Guten Tag,\\ndas Kabel ist 2 m lang.", "day", f"save {tmp_path / 'mine.tradewind'}"])
    assert terminal.play.world.threads["q1"].messages[-1].text == "Guten Tag,\ndas Kabel ist 2 m lang."
    done = run("replay", str(tmp_path / "mine.tradewind"), "--scenarios", str(tmp_path))
    assert done.code == 0, done.err
    assert "same world" in done.out


def test_the_prompt_says_when_it_is_and_who_waits(terminal: Terminal) -> None:
    assert terminal.prompt == "Mon 04 May 08:00  0 waiting> "
    terminal.run(["wait 1h"])
    assert terminal.prompt == "Mon 04 May 09:00  1 waiting> "

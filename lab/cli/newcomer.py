"""`lab scenario new`: a scenario from a few questions."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from lab.cli.console import err, out
from lab.scenarios.newcomer import OPTIONS, PARTS, Answers, market_names, write_scenario

PART_WORDS: Mapping[str, str] = {
    "letter": "Shall students answer a buyer's letter?",
    "order": "Shall they send an order?",
    "price": "Shall they set a price?",
    "question": "Shall they decide a question of yours?",
}


@click.command("new")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--title", help="Its title in English; asked for without.")
@click.option("--title-zh", default=None, help="Its title in Chinese; without one it is offered in English only.")
@click.option("--market", type=click.Choice(list(market_names())), help="Where the shop sells.")
@click.option("--part", "parts", multiple=True, type=click.Choice(list(PARTS)), help="What students do; may be given several times.")
def new(folder: Path, title: str | None, title_zh: str | None, market: str | None, parts: tuple[str, ...]) -> None:
    """Write a scenario from a few questions; it passes every proof at once and is yours to change."""
    plain = Answers(folder.name, "")
    title = title if title is not None else click.prompt("Title in English")
    title_zh = title_zh if title_zh is not None else click.prompt("Title in Chinese (empty: English only)", default="", show_default=False)
    market = market or click.prompt("Where does the shop sell?", type=click.Choice(list(market_names())), default=plain.market)
    parts = parts or tuple(part for part, words in PART_WORDS.items() if click.confirm(words, default=True))
    answers = Answers(folder.name, title, title_zh, market, parts)
    if "question" in parts and sys.stdin.isatty():
        answers = _ask_question(answers)
    for name in write_scenario(answers, folder):
        err.print(name, style="dim")
    out.print(f"Now run: python run.py scenario check {folder}", markup=False)


def _ask_question(answers: Answers) -> Answers:
    question = click.prompt("The question, in English", default=answers.question)
    if question == answers.question:
        return answers
    options: list[str] = []
    while len(options) < len(OPTIONS):
        word = "The right answer" if not options else "A wrong answer (empty: no more)"
        option = click.prompt(word, default="" if len(options) >= 2 else None, show_default=False)
        if not option:
            break
        options.append(option)
    chinese = bool(answers.title_zh)
    question_zh = click.prompt("The question, in Chinese", default=question) if chinese else ""
    options_zh = tuple(click.prompt(f"In Chinese: {option}", default=option) for option in options) if chinese else ()
    return replace(answers, question=question, question_zh=question_zh, options=tuple(options), options_zh=options_zh)

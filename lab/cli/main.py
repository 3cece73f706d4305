"""The commands of the lab. Every error that a person can mend is one plain line and exit code 1."""

import sys

import click

from lab import __version__
from lab.cli.account import account
from lab.cli.console import problem
from lab.cli.course import course
from lab.cli.demo import demo
from lab.cli.doctor import doctor
from lab.cli.grade import grade
from lab.cli.image import image
from lab.cli.image_replay import image_replay
from lab.cli.language import language
from lab.cli.market import market
from lab.cli.receipt import receipt
from lab.cli.replay import replay
from lab.cli.scenario import scenario
from lab.cli.serve import serve, start
from lab.cli.translations import translations
from lab.cli.words import sentence
from lab.cli.worker import worker
from lab.values.errors import LabError


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="lab")
@click.pass_context
def commands(context: click.Context) -> None:
    """Tradewind Lab: learn to run a cross-border shop. Without a command: set up what is missing, then serve."""
    if context.invoked_subcommand is None:
        context.invoke(start)


image.add_command(image_replay)
for command in (account, course, demo, doctor, grade, image, language, market, receipt, replay, scenario, serve, translations, worker):
    commands.add_command(command)


def main() -> None:
    """Run one command; exit code 0 if it did what it says, 1 for an error that a person can mend, 2 for wrong usage."""
    try:
        commands(standalone_mode=False)
    except LabError as error:
        problem(sentence(error))
        sys.exit(1)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)

"""`lab account`: people, for who runs an installation."""

import os

import click

from lab.cli.console import out
from lab.school.accounts import create_user, new_password, renew_password
from lab.school.database import open_database
from lab.school.settings import load_settings


@click.group()
def account() -> None:
    """Make accounts."""


@account.command("add")
@click.argument("login")
@click.option("--name", required=True, help="The name that others see; a pseudonym will do.")
@click.option("--role", type=click.Choice(["admin", "instructor", "guest", "student"]), required=True)
@click.option("--language", default="en", show_default=True)
def add(login: str, name: str, role: str, language: str) -> None:
    """Make an account and print its password once."""
    password = new_password()
    database = open_database(load_settings(os.environ))
    create_user(database, login=login, name=name, password=password, role=role, language=language)
    out.print(f"{role} {login}  password {password}", markup=False)


@account.command("password")
@click.argument("login")
def password(login: str) -> None:
    """Give a person a new password, print it once, and sign the person out everywhere."""
    new = renew_password(open_database(load_settings(os.environ)), login=login)
    out.print(f"{login}  password {new}", markup=False)

"""`lab course`: a whole course as one file, and a course made from one."""

import os
from pathlib import Path

import click

from lab.cli.console import note, out
from lab.school.course_files import owner_of, write_course
from lab.school.course_import import import_course, instructor_called
from lab.school.database import open_database
from lab.school.settings import load_settings


@click.group()
def course() -> None:
    """Keep a course in a file, or take it to another server."""


@course.command("export")
@click.argument("course_id", metavar="ID", type=click.IntRange(min=1))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--pseudonyms", is_flag=True, help="Write pseudonyms in place of names, logins and references.")
def export(course_id: int, file: Path, pseudonyms: bool) -> None:
    """Write the course with this ID (the number in its address) into FILE, which must not exist yet."""
    if file.exists():
        raise click.UsageError(f"{file} exists already; name a new file")
    database = open_database(load_settings(os.environ))
    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("wb") as target:
            data = write_course(database, owner_of(database, course_id), course_id, target, with_names=not pseudonyms)
        part.replace(file)
    except OSError as error:
        raise click.UsageError(f"{file} cannot be written: {error.strerror}") from None
    finally:
        part.unlink(missing_ok=True)
        database.close()
    runs = len(data.runs)
    out.print(f"{data.title}: {len(data.people)} people, {len(data.assignments)} assignments, {runs} runs", markup=False)
    sealed = [assignment.title for assignment in data.assignments if assignment.sealed]
    if sealed:
        note(f"Left out, because they are marked blind and not released: the runs of {', '.join(sealed)}")


@course.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--owner", required=True, help="The login of the instructor whose course it becomes.")
def import_(file: Path, owner: str) -> None:
    """Make a course from FILE, playing and grading every run again, and print the passwords of its people once.

    It becomes a course with everything or not at all.
    """
    database = open_database(load_settings(os.environ))
    try:
        with file.open("rb") as source:
            made = import_course(database, instructor_called(database, owner), source)
    finally:
        database.close()
    out.print(f"course {made.course_id}  {made.title}: {len(made.people)} people, {made.assignments} assignments, {made.runs} runs", markup=False)
    if made.not_recomputed:
        note(f"Not recomputed: grades of an older version of the lab that come out otherwise today ({made.not_recomputed}). They count as they were.")
    for person in made.people:
        out.print(f"student {person.login}  password {person.password}  {person.name}", markup=False)

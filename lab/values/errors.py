"""The errors that the lab raises on purpose.

Every one carries a short `code` and named arguments, never a finished sentence: each door turns them
into its own form and language. What is not a `LabError` is a fault of the lab itself.
"""

from dataclasses import dataclass


class LabError(Exception):
    """Something that a person can mend; `code` names it, `args_` say where and how."""

    status = 422

    def __init__(self, code: str, **args_: object) -> None:
        super().__init__(code, args_)
        self.code = code
        self.args_ = args_

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in self.args_.items())
        return f"{self.code}: {details}" if details else self.code


class Refused(LabError):
    """An action that the world does not allow now; the world stays as it was."""

    status = 409


class NotFound(LabError):
    """A thing that does not exist, or that the viewer may not know to exist."""

    status = 404


class BadInput(LabError):
    """Input that cannot be read or breaks a stated limit."""

    status = 422


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file: where it stands, and in words what and how to mend it."""

    file: str
    line: int
    column: int
    where: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}"
        return f"{place}: {self.where}: {self.message}" if self.where else f"{place}: {self.message}"


class BadFile(BadInput):
    """A file with one or more faults; all of them are listed, in the order of the file."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("bad_file", faults=len(faults), first=str(faults[0]))
        self.faults = sorted(faults, key=lambda f: (f.file, f.line, f.column, f.where, f.message))

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)

"""Errors in plain words for the terminal: what, where, and how to mend it."""

from lab.values.errors import BadFile, LabError

SENTENCES = {
    "no_such_person": "Nobody has the login '{login}'.",
    "login_taken": "The login '{login}' is taken; choose another.",
    "login_unreadable": "A login has 2 to 40 letters, digits, dots, dashes or underscores.",
    "port_in_use": "Port {port} is in use by another program; {hint}.",
    "cannot_be_played": "The robot cannot play this: {reason}",
    "no_such_robot": "There is no robot '{robot}'. Use 'reference', or the id of another way or a probe in the scenario.",
    "no_such_pick": "There is no alternative {pick}. The pools are: {pools}",
    "database_not_supported": "LAB_DATABASE_URL names a database that is not supported ({scheme}); write it like {example}.",
    "secret_too_short": "The file {file} in the instance folder is damaged; delete it to make a new one (everybody must sign in again).",
}


def sentence(error: LabError) -> str:
    """One error as a person should read it; an unknown code is shown with its arguments."""
    if isinstance(error, BadFile):
        return str(error)
    known = SENTENCES.get(error.code)
    if known is not None:
        try:
            return known.format(**error.args_)
        except KeyError:
            pass
    details = ", ".join(f"{name}: {value}" for name, value in error.args_.items())
    words = error.code.replace("_", " ").capitalize()
    return f"{words} ({details})." if details else f"{words}."

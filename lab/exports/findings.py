"""What a check found, as plain English lines for systems that know nothing of the lab."""

from lab.grading.grade import CheckResult
from lab.values.text import clip

MOST_LINES = 20
_STATUS = {
    "pass": "Full points.", "partial": "Part of the points.", "fail": "No points.", "not_reached": "Not reached.",
    "error": "This check could not be graded.", "waiting": "Waits for a person's mark.",
}  # fmt: skip


def outcome_words(check: CheckResult) -> str:
    """The status, what was found, and the evidence, one line for each piece."""
    lines = [f"{_STATUS.get(check.status, check.status)} {check.message.replace('_', ' ').capitalize()}."]
    for piece in check.evidence[:MOST_LINES]:
        parts = [f"{name} {clip(plain(str(value)), 200)}" for name, value in piece.items() if value not in ("", None, [], {})]
        lines.append("- " + ", ".join(parts))
    if len(check.evidence) > MOST_LINES:
        lines.append(f"- and {len(check.evidence) - MOST_LINES} more")
    return "\n".join(lines)


def plain(text: str) -> str:
    """A text on one line, without signs that XML and terminals cannot carry."""
    return "".join(sign if sign.isprintable() else " " for sign in " ".join(text.split()))

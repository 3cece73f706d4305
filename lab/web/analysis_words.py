"""The analysis of a class in words: verdicts on checks, areas of work, kinds of likeness."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

VERDICTS: dict[str, tuple[LazyString, str, LazyString]] = {
    "fine": (_l("Fine"), "good", _l("Those who did well elsewhere did well here.")),
    "too_easy": (_l("Very easy"), "info", _l("Nearly everybody has full points. It may be a fair demand, but it tells nobody apart.")),
    "too_hard": (_l("Very hard"), "warn", _l("Hardly anybody has points. Read the task again as a student would, and look at the common wrong answers.")),
    "does_not_separate": (_l("Tells little"), "warn", _l("Strong and weak students earn about the same here. Often it is one unclear word in the task.")),
    "turns_round": (_l("Works against the rest"), "bad", _l("Who did well elsewhere did worse here. Look for a right answer that is not accepted.")),
    "few": (_l("Too few results"), "", _l("Fewer than ten results say nothing about a check.")),
}
"""Name, tone, and what to make of it, by verdict."""

AREAS: dict[str, LazyString] = {
    "listings": _l("Listings and prices"),
    "pictures": _l("Pictures"),
    "messages": _l("Messages"),
    "orders": _l("Orders and after-sales"),
    "stock": _l("Stock"),
    "shipping": _l("Shipping"),
    "finance": _l("Figures"),
    "promotions": _l("Promotions"),
    "ads": _l("Advertising"),
    "social": _l("Social media"),
    "decisions": _l("Decisions and reflections"),
    "clock": _l("Letting time pass"),
    "other": _l("Other"),
}

LIKENESS_KINDS: dict[str, LazyString] = {
    "texts": _l("The same words"),
    "pictures": _l("The same pictures"),
    "journals": _l("The same unusual steps"),
}

PICTURE_WHYS: dict[str, LazyString] = {
    "same_file": _l("Both uploaded the same file."),
    "near_copy": _l("Both uploaded the same picture, saved in another size or quality."),
    "raw_photo": _l("One uploaded a raw photo that was developed for the other alone."),
    "made_picture": _l("One uploaded a picture that the other made in the studio."),
}

PARTS: dict[str, LazyString] = {
    "title": _l("Title"),
    "bullets": _l("Bullet points"),
    "description": _l("Description"),
    "text": _l("Text"),
    "words": _l("Reasons in words"),
}

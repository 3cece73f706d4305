"""Words for places in a course, for forms of lists, for roles in a group."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

PLACES: dict[str, tuple[LazyString, LazyString]] = {
    "owner": (_l("Owner"), _l("The course is theirs.")),
    "teacher": (_l("Co-instructor"), _l("May do everything in this course that you may do.")),
    "grader": (_l("Grader"), _l("Looks at runs and marks them; sees no gradebook.")),
    "guest": (_l("Guest from a company"), _l("Writes scenarios and marks; sees pseudonyms, never a name.")),
}
"""What a place is called, and what it allows."""

FORMS: dict[str, LazyString] = {
    "lines": _l("Read as lines with a name each."),
    "names": _l("Read as a table with names."),
    "canvas_gradebook": _l("Read as a gradebook of Canvas."),
    "canvas_sis": _l("Read as a list of people of Canvas."),
    "moodle": _l("Read as a list of Moodle."),
    "oneroster": _l("Read as OneRoster."),
}

ROLES: dict[str, tuple[LazyString, LazyString]] = {
    "operator": (_l("Shop operator"), _l("Listings, pictures, prices, ads, promotions, posts")),
    "service": (_l("Customer service"), _l("Messages, returns, claims, reviews, refunds")),
    "logistics": (_l("Logistics"), _l("Orders, shipping, stock, customs, documents")),
    "finance": (_l("Finance"), _l("Exchange rates, worksheet, account plans")),
}
"""What a role in a group is called, and what its work is."""

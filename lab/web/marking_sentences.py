"""The sentences of errors about looking back, and about marking by one or two people."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

MARKING_SENTENCES: dict[str, LazyString] = {
    # Looking back
    "no_such_moment": _l("This run has %(limit)s actions; there is no moment after action %(found)s."),
    "past_not_shown": _l("You can look back at your shop once it is handed in and its score is shown."),
    "looking_back": _l("You are looking at the shop as it was; nothing can be changed there. Go back to now first."),
    # Two markers
    "second_marker_needed": _l("Two people mark this assignment, each on their own. Give your opinion at the marking desk; the mark follows."),
    "one_marker_only": _l("One person marks this assignment, so there are no opinions to compare. Save a mark instead."),
    "marked_already": _l("This answer has its mark already. Who leads the course can change it with a reason, in the review of the run."),
    "two_have_marked": _l("Two people have marked this answer already. If they differ, somebody else settles it."),
    "nothing_to_settle": _l("There is nothing to settle here: two opinions that differ are needed."),
    "own_work": _l("This is your own work. Somebody else has to mark it."),
    "third_person_needed": _l("You are one of the two who differ. A third person, or who leads the course, has to settle it."),
}

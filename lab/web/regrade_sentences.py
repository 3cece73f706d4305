"""The sentences of errors about regrades, proposals for a second person, and appeals."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

REGRADE_SENTENCES: dict[str, LazyString] = {
    # Regrades
    "no_such_regrade": _l("There is no such regrade, or it is not yours."),
    "nothing_to_regrade": _l("Nobody has handed in yet, so there is nothing to grade again."),
    "regrade_at_work": _l("Some runs have not been graded again yet. Wait until the table is complete."),
    "regrade_is_closed": _l("This regrade was applied or discarded already."),
    "regrade_broke": _l("This run could not be graded again: a fault of the lab. Its grade stays as it is."),
    "world_part_changed": _l(
        "The other version of the scenario changes the world that students worked in (its part “%(part)s”). Runs can only be graded "
        "by other checks where everything else is the same."
    ),
    "world_texts_changed": _l(
        "In the other version of the scenario this student would have got other goods, texts or messages. Such a run cannot be graded by its checks."
    ),
    # The second person
    "no_such_proposal": _l("There is no such proposal, or it is not yours to see."),
    "proposal_waits": _l("The same change waits for a second person already. Decide that one first, or withdraw it."),
    "proposal_is_decided": _l("This proposal was decided or withdrawn already."),
    "proposal_of_another": _l("Only the person who proposed this can withdraw it. You can reject it."),
    "second_person_needed": _l(
        "You proposed this yourself. Somebody else who may teach this course, such as an administrator, has to decide."
    ),
    "grade_moved_on": _l("This run got another grade after the proposal was made, so it is out of date. Reject it, or have it proposed again."),
    # Appeals
    "no_such_appeal": _l("There is no such appeal, or it is not yours."),
    "appeals_are_over": _l("No appeals are taken for this assignment, or their time is over."),
    "appeals_before_open": _l("Appeals would end before the assignment opens."),
    "appeal_is_open": _l("Your appeal about this check is open already. Wait for the answer."),
    "appeal_is_answered": _l("This appeal was answered already."),
    "appeal_needs_words": _l("Say in a sentence or two what is wrong with this result."),
    "appeal_gives_no_more": _l(
        "The check has %(before)s of its points already. Grant more than that, or decline the appeal with a reason."
    ),
    "answer_needs_words": _l("Write an answer; the student reads it."),
    "score_not_shown": _l("The results are not shown yet."),
}

"""The sentences of errors about a class: its people, its rules and groups, its clock, what staff do in runs, and questions."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

CLASS_SENTENCES: dict[str, LazyString] = {
    # Time, and the clock of a class
    "time_is_up": _l("Your time for this attempt is up; nothing can be changed any more. Hand in what you have."),
    "still_at_work": _l("The student may still work in this run. It can be collected once its time is over."),
    "clock_not_yet": _l("Your class goes as far as day %(day)s for now. Get ready for the next day; your instructor lets the class go on."),
    "clock_tomorrow": _l(
        "Only day %(day)s can be reached today: %(per_day)s market days become free with each real day. Go on tomorrow."
    ),
    "clock_not_class": _l("Here students move the clock themselves, or the calendar does. Choose the clock of the class in the assignment's rules first."),
    "number_not_between": _l("%(found)s is not possible here; choose a number from %(least)s to %(most)s."),
    "nothing_to_collect": _l("There is nothing to collect: no open run has come to its end."),
    # Groups and roles
    "needs_group": _l("This assignment is done in groups, and you are in none yet. Join one, or ask your instructor."),
    "not_your_role": _l("This is the work of another role in your group (%(needed)s). Talk to who has it; yours: %(roles)s."),
    "group_has_begun": _l("The group “%(group)s” has begun its work, so who is in it cannot change any more."),
    "group_is_full": _l("The group “%(group)s” has its %(limit)s members already. Choose another one."),
    "group_too_large": _l("A group would have %(found)s members; at most %(limit)s are allowed. Move some of them."),
    "groups_by_teacher": _l("Your instructor makes the groups of this assignment. Ask to be moved."),
    "group_needs_name": _l("Give the group a name."),
    "groups_after_begin": _l("Somebody has begun already, so working alone cannot be changed into working in groups, or back. Assign it once more instead."),
    "not_in_course": _l("Somebody on the list is no student of this course. Add them to the course first."),
    # Rules of an assignment
    "marked_blind_already": _l("Something has been marked blind already. Names stay hidden until the results are released."),
    "blind_needs_release": _l("Where names are hidden from markers, results have to wait for the release. Choose “When I release them”."),
    "freeze_needs_board": _l("Only a board can stand still in the last minutes. Choose a board, or set the minutes to 0."),
    "freeze_needs_end": _l("A board can only stand still before an end. Give the assignment a due date, or set the minutes to 0."),
    "shown_after_no_date": _l("Something is to be shown after the due date, and there is none. Give the assignment a due date."),
    "closes_before_due": _l("The assignment would close before it is due. Choose a later moment for closing."),
    "late_without_due": _l("Work can only be late where there is a due date. Set one, or take the steps for late work away."),
    "too_many_late_steps": _l("At most %(limit)s steps for late work are possible; these are %(found)s."),
    "late_steps_unordered": _l("Each step for late work has to end after the one before it, after the due date, and may not count for more."),
    "late_after_closing": _l("A step for late work ends after everything is closed. End it earlier, or close later."),
    # People who teach
    "staff_needs_name": _l("Nobody has the login “%(login)s”. Give a name as well, and an account is made for them."),
    "only_admins_make_instructors": _l("Only an administrator can make an instructor's account. Ask one, or give this person another place."),
    "already_owner": _l("This person owns the course and can do everything in it already."),
    "not_an_instructor": _l("“%(login)s” has no instructor's account, so they cannot lead a course. Make them a grader, or ask an administrator."),
    "is_student_here": _l("“%(login)s” is a student of this course. Remove them from its students first."),
    # What staff do in a run
    "action_of_another_hand": _l("Only an instructor can do this, and only from the pages of a class."),
    "too_many_events": _l("A run takes at most %(limit)s events. This one has had them all."),
    "staff_field_unfit": _l("Such an event, or message, has no “%(field)s”. Leave it empty."),
    "strike_of_one": _l("A strike is either in a country or at one service. Choose one of them."),
    "no_such_country": _l("No service of this market goes from or to “%(country)s”. Choose one of the countries offered."),
    "no_such_currency": _l("“%(currency)s” has no exchange rate here, or it is the shop's own currency. Choose another one."),
    "lane_closed_or_priced": _l("A service is either closed or gets another price. Choose one, and for a price give the per cent."),
    "percent_is_nought": _l("By 0 per cent nothing would change. Give another number."),
    "event_days_out_of_range": _l("Such an event lasts %(low)s to %(high)s days; %(found)s is not possible."),
    "no_such_buyers_language": _l("No buyer of this shop writes in “%(language)s”. Choose one of the languages offered."),
    "product_recalled": _l("This product (%(sku)s) has been recalled: for %(days)s more days it may be neither offered nor sent."),
    "lane_closed": _l("This shipping service takes no parcels for %(days)s more days. Choose another one."),
    "lane_closed_for_good": _l("This shipping service takes no parcels any more. Choose another one."),
    # Questions
    "no_such_help_request": _l("There is no such question, or it is not yours."),
    "too_many_questions": _l("%(limit)s of your questions wait for an answer already. Wait for one, or withdraw one."),
    "question_is_answered": _l("This question has been answered meanwhile."),
    "question_is_withdrawn": _l("The student has withdrawn this question meanwhile."),
}

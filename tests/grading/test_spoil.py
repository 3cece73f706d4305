"""Changes to a right log."""

from lab.grading.spoil import Spoiled, Timed, delayed, in_time, inserted, named, only_changed, replaced, without
from lab.listings.actions import SetStock
from lab.messages.actions import CloseThread, Reply

LOG = (Timed(10, Reply("q1", "Yes.")), Timed(20, Reply("q2", "No.")), Timed(30, CloseThread("q1")))


def test_actions_are_named_by_their_name_and_fields() -> None:
    assert [named("message.reply")(one.action) for one in LOG] == [True, True, False]
    assert [named("message.reply", "message.close", thread="q1")(one.action) for one in LOG] == [True, False, True]
    assert not named("message.reply", text="Maybe.")(LOG[0].action)


def test_leaving_out_keeps_the_rest() -> None:
    assert without(LOG, named("message.reply")) == LOG[2:]


def test_replacing_keeps_the_minute() -> None:
    changed = replaced(LOG, named("message.reply", thread="q2"), lambda action: Reply("q2", "Perhaps."))
    assert changed == (LOG[0], Timed(20, Reply("q2", "Perhaps.")), LOG[2])


def test_delaying_moves_late_and_never_early() -> None:
    assert [one.at for one in delayed(LOG, named("message.reply", thread="q1"), 25)] == [20, 25, 30]
    assert delayed(LOG, named("message.close"), 5) == LOG


def test_what_is_inserted_comes_after_what_was_done_in_its_minute() -> None:
    more = Timed(20, SetStock("a/DE/b", 1))
    assert inserted(LOG, more) == (*LOG[:2], more, LOG[2])
    assert in_time([LOG[2], LOG[0]]) == (LOG[0], LOG[2])


def test_a_change_that_changes_nothing_says_nothing() -> None:
    assert list(only_changed(LOG, "nothing", LOG)) == []
    assert list(only_changed(LOG, "half", LOG[:1])) == [Spoiled("half", LOG[:1])]

"""What a check may look at."""

from dataclasses import replace

from lab.engine.staff import StaffEvent, StaffHint
from lab.grading.evidence import Deed, Evidence
from lab.listings.actions import PublishListing, SetStock
from lab.messages.actions import Reply
from tests.builders import DE_LAMP, KZ_LAMP, evidence_of, make_listing, make_thread, make_world


def test_what_is_not_there_is_none() -> None:
    evidence = evidence_of(make_world())
    assert (evidence.listing(DE_LAMP), evidence.order("o1"), evidence.thread("q1"), evidence.replies("q1")) == (None, None, None, [])


def test_replies_are_the_shops_messages_in_order() -> None:
    world = make_world(make_listing())
    make_thread(world, "q1", (40, "Guten Tag"), (50, "180 cm"))
    assert [message.text for message in evidence_of(world).replies("q1")] == ["Guten Tag", "180 cm"]


def test_the_reference_is_the_last_accepted_action_up_to_the_moment() -> None:
    world = make_world()
    deeds = [
        Deed(3, 10, SetStock(DE_LAMP, 5), True),
        Deed(4, 20, SetStock(DE_LAMP, 6), True),
        Deed(5, 30, SetStock(DE_LAMP, 7), False),
        Deed(6, 40, SetStock(KZ_LAMP, 7), True),
        Deed(7, 90, SetStock(DE_LAMP, 8), True),
        Deed(8, 95, Reply("q1", "x"), True),
    ]
    evidence = Evidence(world.setting, {}, deeds, {60: world}, {}, 60)
    assert evidence.deed_ref("stock.set", listing=DE_LAMP) == "action:4"
    assert evidence.deed_ref("stock.set", listing="x") == ""
    assert evidence.deed_ref(PublishListing.name, listing=DE_LAMP) == ""


def test_what_staff_did_is_none_of_the_deeds_and_the_others_keep_their_numbers() -> None:
    world = make_world()
    deeds = [Deed(0, 0, StaffHint("x"), True), Deed(1, 5, Reply("q1", "x"), True), Deed(2, 6, StaffEvent("strike", days=0), False)]
    evidence = Evidence(world.setting, {}, deeds, {60: world}, {}, 60)
    assert [deed.seq for deed in evidence.deeds] == [1]
    assert evidence.deed_ref("message.reply", thread="q1") == "action:1" and evidence.deed_ref("staff.hint") == ""
    assert len(deeds) == 3


def test_the_setting_is_that_of_the_world_at_the_moment() -> None:
    world, later = make_world(), make_world(seed=9)
    evidence = Evidence(world.setting, {}, (), {60: world, 90: later}, {}, 60)
    assert evidence.setting is world.setting
    assert replace(evidence, moment=90).setting is later.setting
    assert replace(evidence, moment=0).setting is world.setting  # nobody kept that moment

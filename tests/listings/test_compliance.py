"""May this be sold there?"""

from typing import Any

import pytest

from lab.listings.compliance import bans_of, decision_on, restrictions_of
from lab.world.setting import Setting
from tests.builders import act, make_product, make_setting, make_world
from tests.orders.fulfilment import refused


def selling(**lamp: Any) -> Setting:
    return make_setting(products={"lamp": make_product(**lamp), "bulb": make_product("bulb")})


def test_rules_rest_on_code_flags_and_attributes() -> None:
    def keys(setting: Setting, country: str) -> list[str]:
        return [rule.key for rule in restrictions_of(setting, "lamp", country)]

    assert keys(selling(), "DE") == []
    assert "lithium_summary" in keys(selling(flags=("lithium",)), "DE")
    assert "lithium_alone_post" in keys(selling(hs_accept=("850760",)), "KZ")
    assert "counterfeit" in keys(selling(truth={"replica": "yes"}), "DE")


def test_only_bans_are_bans() -> None:
    vapes = selling(hs_accept=("854340",))
    assert [rule.key for rule in bans_of(vapes, "lamp", "BR")] == ["vapes_br"]
    assert bans_of(vapes, "lamp", "DE") == ()
    assert restrictions_of(vapes, "lamp", "DE") != ()


def test_the_last_decision_counts() -> None:
    world = make_world()
    assert decision_on(world, "lamp", "DE") is None
    for choice, reason in (("refuse", "  Zu \u200b teuer "), ("sell", "")):
        world.now += 10
        assert act(world, "compliance.decide", sku="lamp", country="DE", choice=choice, reason=reason).ok
    assert [(one.choice, one.reason, one.at) for one in world.decisions] == [("refuse", "Zu teuer", 10), ("sell", "", 20)]
    assert decision_on(world, "lamp", "DE") is world.decisions[1]
    assert decision_on(world, "lamp", "KZ") is decision_on(world, "bulb", "DE") is None


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"sku": "chair"}, "no_such_product"),
        ({"country": "US"}, "no_such_place"),
        ({"country": ""}, "no_such_place"),
        ({"reason": "x" * 301}, "too_long"),
        ({"choice": "refuse", "reason": " "}, "text_empty"),
    ],
)
def test_a_decision_is_refused_with(values: dict[str, Any], code: str) -> None:
    assert refused(make_world(), "compliance.decide", **{"sku": "lamp", "country": "DE", "choice": "sell", "reason": "", **values}) == code


def test_hazards_are_declared_in_one_order_and_none_is_an_answer_too() -> None:
    world = make_world()
    assert act(world, "compliance.hazards", sku="lamp", flags=("magnet", "lithium", "magnet")).ok
    assert act(world, "compliance.hazards", sku="bulb", flags=()).ok
    assert world.hazards == {"lamp": ("lithium", "magnet"), "bulb": ()}
    assert refused(world, "compliance.hazards", sku="lamp", flags=("sharp",)) == "no_such_flag"
    assert refused(world, "compliance.hazards", sku="chair", flags=()) == "no_such_product"

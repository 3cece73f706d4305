from dataclasses import replace

from lab.customs.papers import DeclaredInvoice, DeclaredPackingList
from lab.ledger.border import levies
from lab.papers.kinds import page
from lab.papers.page import PAPER_KINDS
from lab.papers.pdf import pdf
from lab.school.order_view import companions, landed_of, papers_of, sender, shipment_of, timeline
from lab.values.moment import DAY
from lab.world.aftermath import Dispute, Return, Review
from lab.world.stock import Pile
from lab.world.world import World
from tests.builders import DE_LAMP, KZ_LAMP, act, euro, make_form, make_order, make_world

ONE = [{"sku": "lamp", "quantity": 1}]


def kinds(world: World, order_id: str = "o1") -> list[str]:
    return [event.kind for event in timeline(world, world.orders[order_id])]


def test_the_timeline_tells_what_has_happened_and_nothing_to_come() -> None:
    world = make_world()
    order = make_order(world, "o1", KZ_LAMP)
    assert kinds(world) == ["placed"]
    world.now = 60
    act(world, "order.acknowledge", order="o1")
    act(world, "order.ship", order="o1", items=ONE, lane="kz_tracked", customs_form=make_form(world, order))
    assert kinds(world) == ["placed", "acknowledged", "shipped"]
    assert len(order.parcels[0].scans) > 1
    world.now = order.parcels[0].due_at + DAY
    assert kinds(world)[3:5] == ["scan", "scan"]


def test_the_timeline_knows_what_comes_afterwards() -> None:
    world = make_world()
    make_order(world, "o1")
    make_order(world, "o2", at=1)
    world.now = 100
    act(world, "order.refund", order="o1", amount=euro("1.00"), reason="late")
    world.returns.append(Return("o1", 101, "changed_mind", back_at=103))
    world.disputes.append(Dispute("o1", 102, "late", closed_at=104, refunded=True))
    world.reviews.append(Review("o1", DE_LAMP, 4, 105))
    world.now = 110
    assert kinds(world) == ["placed", "refund", "return", "dispute", "returned", "dispute_over", "review"]
    assert kinds(world, "o2") == ["placed"]


def test_only_open_orders_of_the_same_buyer_and_address_go_together() -> None:
    world = make_world()
    first, _second, abroad = (make_order(world, name, listing) for name, listing in (("o1", DE_LAMP), ("o2", DE_LAMP), ("o3", KZ_LAMP)))
    assert [order.id for order in companions(world, first)] == ["o2"]
    assert companions(world, abroad) == []
    world.orders["o2"].address_wish = replace(first.buyer, city="Bremen")
    assert companions(world, first) != []
    world.orders["o2"].address_answer = "agreed"
    assert companions(world, first) == []


def test_papers_say_what_was_declared_and_never_the_answer() -> None:
    world = make_world()
    order = make_order(world, "o1", KZ_LAMP)
    form = make_form(world, order, hs_code="111111", origin="DE")
    act(world, "order.ship", order="o1", items=ONE, lane="kz_tracked", customs_form=form, documents=("packing_list",))
    shipment = shipment_of(world, order, order.parcels[0])
    assert [(line.hs_code, line.origin, line.quantity, line.net_g) for line in shipment.goods] == [("111111", "DE", 1, 1720)]
    assert (shipment.buyer.name, shipment.place, shipment.incoterm) == (order.buyer.name, order.buyer.city, order.incoterm)
    assert papers_of(order.parcels[0], "cn22") == ("address_label", "cn22", "packing_list")
    for kind in PAPER_KINDS:
        assert pdf(page(shipment, kind))

    home = make_order(world, "o2", DE_LAMP)
    act(world, "order.ship", order="o2", items=ONE, lane="de_parcel", documents=("invoice",))
    assert shipment_of(world, home, home.parcels[0]).goods[0].hs_code == ""
    assert papers_of(home.parcels[0], "cn22") == ("address_label", "invoice")


def test_figures_written_out_go_with_the_shipment() -> None:
    world = make_world()
    order = make_order(world, "o1", KZ_LAMP)
    invoice = DeclaredInvoice("DDP", "Almaty", euro("39.90"), euro("0.00"), "940529", "CN", 1, "sale_of_goods")
    act(
        world, "order.ship", order="o1", items=ONE, lane="kz_tracked", customs_form=make_form(world, order), invoice=invoice,
        packing_list=DeclaredPackingList(1, 1, 1720, 1720),
    )  # fmt: skip
    shipment = shipment_of(world, order, order.parcels[0])
    assert shipment.invoice == invoice and shipment.packing_list is not None


def test_the_papers_of_a_box_for_two_orders_hold_the_goods_of_both() -> None:
    world = make_world()
    first, second = make_order(world, "o1"), make_order(world, "o2", quantity=2)
    outcome = act(world, "order.ship", order="o1", items=ONE, lane="de_parcel", together=("o2",))
    assert outcome.ok
    for order in (first, second):
        shipment = shipment_of(world, order, order.parcels[0])
        assert set(shipment.order_numbers) == {first.number, second.number}
        assert (shipment.quantity, shipment.gross_g) == (3, 3 * 1720)
        assert shipment.freight == first.shipping_charge + second.shipping_charge


def test_a_parcel_to_the_old_address_bears_the_old_address() -> None:
    world = make_world()
    order = make_order(world, "o1")
    order.address_wish = replace(order.buyer, city="Bremen")
    act(world, "order.ship", order="o1", items=ONE, lane="de_parcel")
    assert shipment_of(world, order, order.parcels[0]).place == order.buyer.city == "Kassel"


def test_a_warehouse_stands_on_papers_with_its_name() -> None:
    world = make_world()
    world.shop.abroad["KZ"] = {"lamp": Pile(3, 3600)}
    assert sender(world, "").address == ()
    assert sender(world, "PL").country == "PL"


def test_the_landed_cost_agrees_with_what_the_books_take_out_of_the_price() -> None:
    world = make_world()
    order = make_order(world, "o1", KZ_LAMP, quantity=8)
    inside = levies(world.setting, "lamp", "KZ", order.goods, order.shipping_charge, 8, order.incoterm).inside
    landed = landed_of(world, order)
    assert landed is not None and inside.amount > 0
    fees = sum(line.amount.amount for line in landed.lines if line.key == "carrier_fee")
    assert landed.charges.amount - fees == inside.amount
    assert landed.total.amount - fees <= order.total.amount


def test_no_charges_are_reckoned_where_no_border_is_crossed() -> None:
    world = make_world()
    landed = landed_of(world, make_order(world, "o1", DE_LAMP))
    assert landed is not None
    assert (landed.rule, landed.charges.amount, landed.total) == ("no_border", 0, world.orders["o1"].total)

import pytest

from lab.engine.do import do
from lab.school.order_sheets import (
    MAX_BYTES,
    MAX_ROWS,
    ORDER_COLUMNS,
    PARCEL_COLUMNS,
    order_rows,
    packed,
    read_parcels,
    read_text,
    template_rows,
    unpacked,
)
from lab.values.errors import BadInput
from lab.world.order import PackedItem
from lab.world.world import World
from tests.builders import DE_LAMP, KZ_LAMP, act, make_order, make_world

HEAD = ",".join(PARCEL_COLUMNS)


def shop() -> World:
    world = make_world()
    make_order(world, "o1", DE_LAMP, quantity=2)
    make_order(world, "o2", KZ_LAMP)
    return world


def sheet(world: World, *rows: str, head: str = HEAD) -> str:
    """A sheet in which o1 and o2 stand for those orders' numbers."""
    text = "\n".join((head, *rows))
    for order in world.orders.values():
        text = text.replace(order.id, order.number)
    return text


def faults(world: World, *rows: str, head: str = HEAD) -> list[tuple[int, str, str]]:
    return [(one.row, one.field, one.code) for one in read_parcels(world, sheet(world, *rows, head=head)).faults]


def test_a_row_is_a_parcel_packed_as_ordered_or_as_it_says() -> None:
    world = shop()
    found = read_parcels(world, sheet(world, "o1,de_parcel,,invoice returns_slip", "o2,kz_tracked,lamp:1; bulb:2,"))
    assert found.faults == ()
    first, second = (row.action for row in found.rows)
    assert (first.items, first.documents, first.customs_form) == ((PackedItem("lamp", 2),), ("invoice", "returns_slip"), None)
    assert second.items == (PackedItem("lamp", 1), PackedItem("bulb", 2))
    assert all(do(world, row.action).ok for row in found.rows)


def test_a_customs_form_has_what_was_typed_and_what_was_packed() -> None:
    world = shop()
    row = 'o2,kz_tracked,,,sale_of_goods,"Desk lamp of metal, for the home",9405.29,cn,"39,90",IM1'
    form = read_parcels(world, sheet(world, row)).rows[0].action.customs_form
    assert form is not None
    assert (form.quantity, form.weight_g, form.origin, str(form.value), form.tax_reference) == (1, 1720, "CN", "39.90 EUR", "IM1")


def test_every_fault_is_found_with_its_row_and_column() -> None:
    world = shop()
    found = faults(
        world,
        "none,de_parcel",
        "o1,kz_tracked,lamp:x lump:1,letter",
        "o2,,lamp:1 bulb:1,,sale_of_goods",
        "o2,kz_tracked,,,present,x,1,CNN,much,",
    )
    assert found == [
        (2, "order_number", "sheet_no_such_order"),
        (3, "lane", "sheet_lane_unknown"),
        (3, "items", "sheet_quantity_unreadable"),
        (3, "items", "sheet_sku_unknown"),
        (3, "documents", "sheet_document_unknown"),
        (4, "lane", "sheet_lane_missing"),
        (4, "description", "sheet_form_of_several"),
        (5, "contents", "sheet_contents_unknown"),
        (5, "origin", "sheet_text_too_long"),
        (5, "value", "sheet_value_unreadable"),
        (5, "order_number", "sheet_order_twice"),
    ]


def test_an_order_from_which_nothing_can_be_sent_is_a_fault() -> None:
    world = shop()
    act(world, "order.cancel", order="o1")
    assert faults(world, "o1,de_parcel") == [(2, "order_number", "sheet_order_closed")]


@pytest.mark.parametrize(
    ("head", "row", "code"),
    [
        ("order_number,items", "x,y", "sheet_column_missing"),
        ("order_number,lane,colour", "x,y,z", "sheet_column_unknown"),
        ("order_number,lane,lane", "x,y,z", "sheet_column_twice"),
        ("order_number,lane", "x,y,z", "sheet_row_too_wide"),
        ("order_number,lane", " , ", "sheet_without_rows"),
        ("order_number,lane", 'x,"y', "sheet_unreadable"),
    ],
)
def test_a_sheet_of_another_shape_is_refused_as_a_whole(head: str, row: str, code: str) -> None:
    assert [one[2] for one in faults(shop(), row, head=head)] == [code]


def test_a_sheet_has_a_limit_of_rows() -> None:
    assert faults(shop(), *["x,y"] * (MAX_ROWS + 1)) == [(0, "", "sheet_too_long")]


@pytest.mark.parametrize("sign", [";", "\t"])
def test_other_separators_are_read_too(sign: str) -> None:
    world = shop()
    text = sheet(world, "o1,de_parcel,lamp:2,invoice", head="order_number,lane,items,documents").replace(",", sign)
    assert len(read_parcels(world, text).rows) == 1


def test_bytes_are_read_as_utf_8_with_or_without_a_mark() -> None:
    assert read_text(b"\xef\xbb\xbfab") == read_text(b"ab") == "ab"
    for data, code in ((b"\xff\xfea", "sheet_not_utf8"), (b" \n", "sheet_empty"), (b"a" * (MAX_BYTES + 1), "sheet_too_large")):
        with pytest.raises(BadInput, match=code):
            read_text(data)


def test_a_sheet_survives_a_forms_field_and_nothing_else_does() -> None:
    assert unpacked(packed("Ä\n1")) == "Ä\n1"
    for field in ("", "%", "ÄÄ", "AAAA", packed("x" * (MAX_BYTES + 1)), packed("abc")[:-4]):
        with pytest.raises(BadInput, match="sheet_unreadable"):
            unpacked(field)


def test_orders_become_rows_whose_columns_can_be_added_up() -> None:
    world = shop()
    act(world, "order.ship", order="o2", items=[{"sku": "lamp", "quantity": 1}], lane="kz_tracked")
    head, first, second = order_rows(world, world.orders.values())
    assert tuple(head) == ORDER_COLUMNS
    assert len(first) == len(second) == len(head)
    row = dict(zip(head, first, strict=True))
    assert (row["placed"], row["quantity"], row["line_total"], row["shipping_charge"], row["currency"]) == (
        "2026-05-04 08:00+02:00", "2", "79.80", "3.90", "EUR",
    )  # fmt: skip
    abroad = dict(zip(head, second, strict=True))
    assert abroad["tracking_number"] == world.orders["o2"].parcels[0].tracking_number
    assert abroad["ship_to_country"] == "KZ"


def test_the_template_knows_nothing_but_the_numbers() -> None:
    world = shop()
    rows = list(template_rows(world.orders.values()))
    assert [row[0] for row in rows[1:]] == [order.number for order in world.orders.values()]
    assert not any(cell for row in rows[1:] for cell in row[1:])

from lab.bands.table import Row, band_of, markdown, share, shown


def row(measured: float, low: float | None = 0.2, high: float | None = 0.4, unit: str = "percent") -> Row:
    return Row("Group", "a share", measured, low, high, unit)  # type: ignore[arg-type]


def test_both_bounds_belong_to_the_band() -> None:
    assert row(0.2).in_band
    assert row(0.4).in_band
    assert not row(0.199).in_band
    assert not row(0.401).in_band


def test_a_bound_that_is_none_bounds_nothing() -> None:
    assert row(99.0, low=0.2, high=None).in_band
    assert row(-99.0, low=None, high=0.4).in_band


def test_what_is_no_number_is_out_of_every_band() -> None:
    assert not row(float("nan"), None, None).in_band


def test_a_share_of_nothing_is_nothing() -> None:
    assert share(3, 0) == 0
    assert share(1, 4) == 0.25


def test_figures_are_read_by_their_unit() -> None:
    assert shown(0.0493, "percent") == "4.9 %"
    assert shown(1.4567, "times") == "x1.46"
    assert shown(0.71, "change") == "-29.0 %"
    assert shown(-0.794, "number") == "-0.79"


def test_a_band_with_one_bound_says_so() -> None:
    assert band_of(row(0.3)) == "20.0 % to 40.0 %"
    assert band_of(row(0.3, high=None)) == "at least 20.0 %"
    assert band_of(row(0.3, low=None)) == "at most 40.0 %"


def test_the_table_for_the_documents_marks_what_is_out() -> None:
    assert markdown([row(0.3), row(0.5)]).splitlines() == [
        "| Group | seen | band |",
        "|---|---|---|",
        "| a share | 30.0 % | 20.0 % to 40.0 % |",
        "| a share | 50.0 % **out** | 20.0 % to 40.0 % |",
    ]


def test_a_row_for_machines_says_whether_it_is_in_its_band() -> None:
    plain = row(0.5).plain()
    assert plain["in_band"] is False
    assert plain["measured"] == 0.5
    assert plain["low"] == 0.2

from lab.market.stream import Stream


def test_a_stream_is_fixed_by_its_name():
    assert Stream("a", 1).below(1000) == Stream("a", 1).below(1000) != Stream("a", 2).below(1000)


def test_the_first_numbers_are_these_on_every_machine():
    stream = Stream("published")
    assert [stream.below(1000) for _ in range(3)] == FIRST


FIRST = [463, 216, 139]


def test_normal_numbers_have_no_lean_and_the_right_spread():
    drawn = [Stream("normal", i).normal_milli() for i in range(400)]
    assert abs(sum(drawn) / 400) < 150 and 850 < (sum(d * d for d in drawn) / 400) ** 0.5 < 1150


def test_an_order_holds_every_place_once():
    assert sorted(Stream("order").order(20)) == list(range(20))
    assert {Stream("between", i).between(3, 5) for i in range(40)} == {3, 4, 5}

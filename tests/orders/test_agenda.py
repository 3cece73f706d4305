"""The agenda keeps one explicit order."""

from hypothesis import given
from hypothesis import strategies as st

from lab.orders.agenda import put
from lab.world.due import Due
from tests.builders import make_world


@given(st.lists(st.integers(0, 20), max_size=30))
def test_things_stand_by_moment_and_within_it_by_the_order_of_adding(moments: list[int]) -> None:
    world = make_world()
    for place, moment in enumerate(moments):
        put(world, Due(at=moment, number=99, kind="stock", ref=str(place)))
    assert [(due.at, int(due.ref)) for due in world.agenda] == sorted((moment, place) for place, moment in enumerate(moments))
    assert sorted(due.number for due in world.agenda) == list(range(len(moments)))

"""Names in parts and turned round."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.school.roster_names import as_sortable, from_sortable, joined, parts
from lab.values.text import tidy

NAMES = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=20),
    st.text(st.sampled_from('Li, "=王小محمد '), max_size=12),
).map(tidy)


@pytest.mark.parametrize(
    ("family", "given", "name"),
    [
        ("Li", "Wei", "Wei Li"), ("王", "小明", "王小明"), ("김", "민준", "김민준"), ("Иванов", "Пётр", "Пётр Иванов"), ("علي", "محمد", "محمد علي"),
        ("Li", "", "Li"), ("", "Wei", "Wei"), ("王", "Anna", "Anna 王"), ("", "", ""), ("  Li ", "\tWei", "Wei Li"),
    ],
)  # fmt: skip
def test_the_parts_make_a_name_as_its_language_writes_it(family: str, given: str, name: str) -> None:
    assert joined(family, given) == name


def test_a_patronymic_stands_between() -> None:
    assert joined("Иванов", "Пётр", "Сергеевич") == "Пётр Сергеевич Иванов"


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [("Wei Li", "Li", "Wei"), ("Juan Carlos Ruiz", "Ruiz", "Juan Carlos"), ("王小明", "王", "小明"), ("欧阳娜娜", "欧阳", "娜娜"), ("欧阳", "欧", "阳"),
     ("王", "王", ""), ("王 小明", "王 小明", ""), ("Madonna", "Madonna", "")],
)  # fmt: skip
def test_a_name_has_parts(name: str, family: str, given: str) -> None:
    assert parts(name) == (family, given)


@given(NAMES)
def test_the_parts_make_the_same_name_again(name: str) -> None:
    assert joined(*parts(name)) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [("Li, Wei", "Wei Li"), ("王, 小明", "王小明"), ("Wei Li", "Wei Li"), ("King, Martin, Jr.", "King, Martin, Jr."), ('"King, Martin"', "King, Martin"),
     ('="=SUM(A1)"', "=SUM(A1)"), ("Li,Wei", "Li,Wei")],
)  # fmt: skip
def test_a_name_for_sorting_is_turned_round(text: str, name: str) -> None:
    assert from_sortable(text) == name


@given(NAMES)
def test_any_name_comes_back_from_its_sortable_form(name: str) -> None:
    assert from_sortable(as_sortable(name)) == name

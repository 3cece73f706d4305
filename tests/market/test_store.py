import pytest

from lab.market import store
from lab.market.store import current_market, find_market, load_market, made_from, save_market
from lab.values.errors import BadInput
from tests.market.small import small_market


@pytest.fixture(scope="module")
def market():
    return small_market()


def test_a_market_comes_back_as_it_was_saved(market, tmp_path):
    path = save_market(market, tmp_path)
    assert path.name == f"{market.sha256}.market"
    again = load_market(path)
    assert again.sha256 == market.sha256
    assert again.keywords == market.keywords and again.people == market.people and again.types == market.types
    assert (again.click_u == market.click_u).all() and (again.tables.depth == market.tables.depth).all()
    assert again.index["de"].row == market.index["de"].row
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_saving_twice_is_saving_once(market, tmp_path):
    assert save_market(market, tmp_path).read_bytes() == save_market(market, tmp_path).read_bytes()


@pytest.mark.parametrize("damage", [lambda d: d[: len(d) // 2], lambda d: d[:-9] + b"123456789", lambda d: b"", lambda d: d[5:]])
def test_a_damaged_file_is_refused(market, tmp_path, damage):
    path = save_market(market, tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(BadInput, match="market_unreadable"):
        load_market(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(BadInput, match="market_unreadable"):
        load_market(tmp_path / "none.market")


def test_a_file_is_found_by_what_it_was_made_from(market, tmp_path):
    path = save_market(market, tmp_path, "abc")
    assert find_market(tmp_path, "abc") == path
    assert find_market(tmp_path, "abd") is None
    assert find_market(tmp_path / "nowhere", "abc") is None


def test_another_word_in_an_author_file_asks_for_another_market(tmp_path):
    before = made_from()
    seed = tmp_path / "seed"
    (seed / "catalogue" / "types").mkdir(parents=True)
    (seed / "market").mkdir()
    one = made_from(seed)
    (seed / "market" / "units.yaml").write_text("units: {}")
    assert len({before, one, made_from(seed)}) == 3


def test_the_current_market_is_built_once_and_then_read(market, tmp_path, monkeypatch):
    built = []
    monkeypatch.setattr(store, "build_market", lambda progress=None: built.append(1) or market)
    store._MARKETS.clear()
    first = current_market(tmp_path)
    store._MARKETS.clear()
    assert current_market(tmp_path).sha256 == first.sha256
    assert built == [1]
    next(tmp_path.glob("*.market")).write_bytes(next(tmp_path.glob("*.market")).read_bytes()[:-20])
    store._MARKETS.clear()
    assert current_market(tmp_path).sha256 == first.sha256
    assert built == [1, 1]
    store._MARKETS.clear()

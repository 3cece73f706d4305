from lab.web.kept import Kept


def test_the_thing_used_longest_ago_goes_first() -> None:
    kept: Kept[str] = Kept(2)
    kept.keep("a", "A")
    kept.keep("b", "B")
    assert kept.get("a") == "A"
    kept.keep("c", "C")
    assert kept.get("b") is None and kept.get("a") == "A" and kept.get("c") == "C"
    assert len(kept) == 2

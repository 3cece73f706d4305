"""Hints can be kept as plain data and come back the same."""

import msgspec

from lab.analysis.hints import Hint, Passage, SameMistake, SamePicture, SameStep


def test_a_hint_comes_back_from_plain_data() -> None:
    hint = Hint(
        "texts", 1, 2, 640, (Passage(3, "title", 0, 9, 4, "text", 5, 14, 8),), (SamePicture("a", "b", "near_copy", 1),),
        (SameStep(1, 2, 2),), (SameMistake("hs_code", "9405", 2),),
    )  # fmt: skip
    plain = msgspec.to_builtins(hint)
    assert msgspec.convert(msgspec.json.decode(msgspec.json.encode(plain)), Hint) == hint

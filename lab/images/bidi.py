"""The order in which characters of a line stand when left-to-right and right-to-left text meet.

Unicode Standard Annex #9 for one paragraph whose direction is known: weak and neutral types (W1-W7), paired
brackets (N0), neutrals (N1-N2), levels (I1-I2) and the reordering of a line (L2). An even level runs from left to
right, an odd one from right to left. Explicit embeddings, overrides and isolates are not obeyed: texts here are
tidied first (`lab.values.text`), which drops them.
Not here: the trailing spaces of a line (L1), which are not drawn, and mirrored glyphs (L4), which the shaper chooses.
"""

import unicodedata
from collections.abc import Sequence

_PAIRS = (
    "()[]{}༺༻༼༽᚛᚜⁅⁆⁽⁾₍₎⌈⌉⌊⌋❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟅⟆⟦⟧⟨⟩⟪⟫⟬⟭⟮⟯⦃⦄⦅⦆⦇⦈⦉⦊⦋⦌⦍⦐⦏⦎⦑⦒⦓⦔⦕⦖⦗⦘⧘⧙⧚⧛⧼⧽"
    "⸢⸣⸤⸥⸦⸧⸨⸩〈〉《》「」『』【】〔〕〖〗〘〙〚〛﹙﹚﹛﹜﹝﹞（）［］｛｝｟｠｢｣"
)
_CLOSING = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_CLOSERS = frozenset(_CLOSING.values())
_DEEPEST = 63
_IGNORED = frozenset({"BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_NEUTRAL = frozenset({"B", "S", "WS", "ON"})
_AS_RIGHT = frozenset({"R", "EN", "AN"})  # what counts as right-to-left around neutrals


def levels(text: str, *, right_to_left: bool) -> list[int]:
    """The embedding level of each character: 0 to 2, at least 1 in a right-to-left paragraph.

    Characters that rule X9 takes out (joiners among them) get the level of the one before them.
    """
    base = 1 if right_to_left else 0
    around = "R" if right_to_left else "L"
    given = [unicodedata.bidirectional(character) or "L" for character in text]
    kept = [place for place, kind in enumerate(given) if kind not in _IGNORED]
    kinds = _weak_resolved([given[place] for place in kept], around)
    _resolve_brackets(kinds, [text[place] for place in kept], [given[place] for place in kept], around)
    _resolve_neutrals(kinds, around)
    found = dict(zip(kept, (_level(kind, base) for kind in kinds), strict=True))
    result: list[int] = []
    for place in range(len(text)):
        result.append(found.get(place, result[-1] if result else base))
    return result


def _level(kind: str, base: int) -> int:
    if base == 0:
        return {"L": 0, "R": 1}.get(kind, 2)
    return 1 if kind == "R" else 2


def visual_order(run_levels: Sequence[int]) -> list[int]:
    """The places of a line's runs (or characters) from left to right: rule L2."""
    order = list(range(len(run_levels)))
    for level in range(max(run_levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and run_levels[order[end]] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end + 1
    return order


def _weak_resolved(kinds: list[str], around: str) -> list[str]:
    """Rules W1 to W7: what is left is L, R, EN, AN and neutrals."""
    kinds = list(kinds)
    before, strong = around, around
    for place, kind in enumerate(kinds):
        if kind == "NSM":
            kinds[place] = kind = before
        before = kind
        if kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[place] = "AN"
    kinds = ["R" if kind == "AL" else kind for kind in kinds]
    for place in range(1, len(kinds) - 1):
        left, right = kinds[place - 1], kinds[place + 1]
        if left == right and (
            (kinds[place] == "ES" and left == "EN") or (kinds[place] == "CS" and left in ("EN", "AN"))
        ):
            kinds[place] = left
    for start, end in _stretches(kinds, frozenset({"ET"})):
        if "EN" in (kinds[start - 1 : start] + kinds[end : end + 1]):
            kinds[start:end] = ["EN"] * (end - start)
    strong = around
    for place, kind in enumerate(kinds):
        if kind in ("ES", "ET", "CS"):
            kinds[place] = "ON"
        elif kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[place] = "L"
    return kinds


def _resolve_brackets(kinds: list[str], text: Sequence[str], given: Sequence[str], around: str) -> None:
    """Rule N0, in place. Brackets whose kind a weak rule changed are no brackets (they are all neutral here)."""
    for start, end in _bracket_pairs(kinds, text):
        inside = {"L" if kind == "L" else "R" for kind in kinds[start + 1 : end] if kind == "L" or kind in _AS_RIGHT}
        if not inside:
            continue
        if around in inside:
            side = around
        else:
            before = next((kind for kind in reversed(kinds[:start]) if kind == "L" or kind in _AS_RIGHT), around)
            side = "L" if before == "L" else "R"
        for bracket in (start, end):
            kinds[bracket] = side
            mark = bracket + 1
            while mark < len(kinds) and given[mark] == "NSM":
                kinds[mark] = side
                mark += 1


def _bracket_pairs(kinds: Sequence[str], text: Sequence[str]) -> list[tuple[int, int]]:
    """Definition BD16, in the order of their opening brackets."""
    waiting: list[tuple[str, int]] = []
    pairs = []
    for place, character in enumerate(text):
        if kinds[place] != "ON":
            continue
        if character in _CLOSING:
            if len(waiting) == _DEEPEST:
                return []
            waiting.append((_CLOSING[character], place))
        elif character in _CLOSERS:
            for depth in range(len(waiting) - 1, -1, -1):
                if waiting[depth][0] == character:
                    pairs.append((waiting[depth][1], place))
                    del waiting[depth:]
                    break
    return sorted(pairs)


def _resolve_neutrals(kinds: list[str], around: str) -> None:
    """Rules N1 and N2, in place."""
    for start, end in _stretches(kinds, _NEUTRAL):
        left = _side(kinds[start - 1]) if start else around
        right = _side(kinds[end]) if end < len(kinds) else around
        kinds[start:end] = [left if left == right else around] * (end - start)


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"


def _stretches(kinds: Sequence[str], wanted: frozenset[str]) -> list[tuple[int, int]]:
    found = []
    start = 0
    while start < len(kinds):
        end = start
        while end < len(kinds) and kinds[end] in wanted:
            end += 1
        if end > start:
            found.append((start, end))
        start = end + 1
    return found

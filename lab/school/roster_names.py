"""People's names as other systems write them: in two parts, or turned round for sorting.

Chinese and Korean names are written together, family name first; other names are given name, then family name, with a space.
Canvas shows a student as "Family, Given" (`sortable_name`, canvas-lms lib/gradebook_exporter.rb, read 2026-11).
"""

import re

from lab.values.text import tidy

_SORTABLE = re.compile(r"([^,]+), ([^,]+)")
_WHOLE = re.compile(r'=?"(.*)"', re.DOTALL)
_TOGETHER = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U000323af·]+")
_LONG_FAMILY_NAMES = frozenset(
    {
        "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊", "赫连", "澹台", "皇甫", "宗政",
        "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文", "司徒", "鲜于", "司空", "闾丘", "令狐", "呼延", "百里", "东郭",
        "南门", "歐陽", "司馬", "東方", "獨孤", "南宮", "聞人", "諸葛", "尉遲", "赫連", "澹臺", "濮陽", "公孫", "鍾離", "長孫", "鮮于",
    }
)  # fmt: skip
"""Chinese family names of two characters."""


def joined(family: str, given: str, middle: str = "") -> str:
    """A whole name from its parts, any of which may be empty."""
    family, given, middle = tidy(family), tidy(given), tidy(middle)
    if family and given and not middle and is_written_together(family) and is_written_together(given):
        return family + given
    return tidy(f"{given} {middle} {family}")


def is_written_together(name: str) -> bool:
    """Chinese characters or Korean syllables only."""
    return _TOGETHER.fullmatch(name) is not None


def parts(name: str) -> tuple[str, str]:
    """The family name and the given name, as far as one can tell; `joined` makes the same name of them again."""
    if is_written_together(name) and len(name) > 1:
        length = 2 if len(name) > 2 and name[:2] in _LONG_FAMILY_NAMES else 1
        family, given = name[:length], name[length:]
    else:
        given, _, family = name.rpartition(" ")
    return (family, given) if joined(family, given) == name else (name, "")


def from_sortable(text: str) -> str:
    """The name that Canvas shows as "Family, Given". What stands in quotation marks of its own is a whole name already."""
    text = tidy(text)
    if whole := _WHOLE.fullmatch(text):
        return tidy(whole[1])
    found = _SORTABLE.fullmatch(text)
    return joined(found[1], found[2]) if found else text


def as_sortable(name: str) -> str:
    """A name so that `from_sortable` gives it back: in quotation marks where its comma would turn it round."""
    return name if from_sortable(name) == name else f'"{name}"'

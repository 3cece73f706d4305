"""The indexes of the negatives: which products there are, under which name, and what each view shows."""

from pathlib import Path

import yaml
from scenery import Shot

ORDER = ("front", "side", "back", "top", "detail", "in-use", "packaging", "rival")


def enter(index: Path, product: str, name: str | None, shot: Shot) -> None:
    """Write or renew the entry of a view; `name` is the product's in English (None: leave it). Other entries stay."""
    entries = (yaml.safe_load(index.read_text("utf-8")) or {}) if index.exists() else {}
    entry = entries.setdefault(product, {"names": {"en": product}, "views": {}})
    if name:
        entry["names"]["en"] = name
    entry["views"][shot.name] = {"role": shot.role, "what": shot.what}
    entry["views"] = dict(sorted(entry["views"].items(), key=lambda view: ORDER.index(view[0])))
    unfinished = index.with_suffix(".part")
    unfinished.write_text(yaml.safe_dump(entries, sort_keys=False, allow_unicode=True, width=120), "utf-8")
    unfinished.replace(index)

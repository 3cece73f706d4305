"""Faults and quality in words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from flask import Flask

import lab.listings.faults
import lab.listings.quality
import lab.listings.title
import lab.market.appeal
from lab.images.measure import ImageFacts
from lab.images.quality import main_image_faults
from lab.listings.faults import ListingFault
from lab.listings.translations import Gap, GapKind, PartName
from lab.market.authored import load_shared, load_type_file
from lab.values.places import SEED
from lab.web.listing_words import (
    FAULTS,
    IMAGE_RULES,
    PARTS,
    RANK_TERMS,
    fault_sentence,
    field_of,
    gap_text,
    measured_text,
    picture_rules,
)

FACTS = ImageFacts(
    width_px=1600, height_px=1200, byte_count=400_000, format="JPEG", pure_bg=900, white_bg=980, ring_white=990, fill_long=610,
    fill_box=300, touch=1, off_centre=10, border=0, no_product=False, metric_version=2, fill_area=200, foreign=3, hi_clip=0, lo_clip=0,
    sharp=50, frame=2, prints="",
)  # fmt: skip


@pytest.fixture
def page(app: Flask) -> Iterator[None]:
    with app.test_request_context("/?lang=en"):
        app.preprocess_request()
        yield


def words_in(module: object) -> set[str]:
    """Every text constant of a module."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))  # type: ignore[attr-defined]
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_fault_code_has_a_sentence() -> None:
    prefixes = ("title_", "category_", "bullets_", "bullet_", "description_", "search_terms_", "price_", "stock_")
    codes = {word for word in words_in(lab.listings.faults) if word.startswith(prefixes) and re.fullmatch(r"[a-z_]+_[a-z]+", word)}
    codes |= {f"title_{rule}" for rule in ("long_enough", "short_enough", "characters", "repeats", "promotion", "capitals")}
    codes |= {f"attribute_{code}" for code in ("empty", "not_a_choice", "not_a_number", "out_of_range", "not_yes_or_no", "missing", "unknown")}
    assert codes - {"title_", "search_terms"} <= set(FAULTS), codes - set(FAULTS)


def test_every_part_of_quality_has_a_name_and_advice() -> None:
    named = re.findall(r'Part\("(\w+)", "(\w+)"', Path(lab.listings.quality.__file__).read_text(encoding="utf-8"))
    assert named
    assert set(named) <= set(PARTS)


def test_every_term_of_a_rank_has_a_name() -> None:
    source = Path(lab.market.appeal.__file__).read_text(encoding="utf-8")
    body = source[source.index("def rank_terms") :]
    names = set(re.findall(r'Term\("(\w+)"', body))
    assert names
    assert names <= set(RANK_TERMS)


def test_every_rule_of_a_main_picture_has_a_row(page: None) -> None:
    verdicts = main_image_faults(
        FACTS, white_background=True, min_fill=850, square=True, side_min_px=500, side_max_px=10_000, max_bytes=300_000, formats=("PNG",)
    )
    rows = picture_rules(verdicts)
    assert len(rows) == len(IMAGE_RULES)
    fill = next(row for row in rows if row.name == "Product fills the picture")
    assert (fill.measured, fill.limit, fill.kept) == ("61%", "85%", False)
    assert "The product takes up 61% of the longest side" in fill.advice
    strip = next(row for row in rows if row.name == "No border")
    assert (strip.measured, strip.kept) == ("2 sides", False)


def test_figures_are_written_with_their_units(page: None) -> None:
    assert measured_text("bytes", "5000000") == "5 MB"
    assert measured_text("size", "500-10000") == "500–10000 px"
    assert measured_text("square", "1600 x 1200") == "1600 × 1200"
    assert measured_text("whole", "2") == "2 sides"
    assert measured_text("fill", "None") == "not measured"


def test_an_attribute_is_called_by_its_name_and_stands_beside_its_field(page: None) -> None:
    lamp = load_type_file(SEED / "catalogue" / "types" / "desk-lamp.yaml", load_shared()).type
    fault = ListingFault("attributes", "attribute_missing", {"attribute": "cord_length"})
    assert fault_sentence(fault, lamp) == "Cord length: this market requires it."
    assert field_of(fault) == "attribute.cord_length"
    assert field_of(ListingFault("bullets", "bullet_too_short", {"number": "2", "found": "3", "limit": "10"})) == "bullet.2"


def test_a_fault_of_a_translation_stands_beside_its_own_field() -> None:
    assert field_of(ListingFault("title", "title_capitals", {"found": "LAMP"}, language="en")) == "text.en.title"
    short = ListingFault("bullets", "bullet_too_short", {"number": "2", "found": "3", "limit": "10"}, language="kk")
    assert field_of(short) == "text.kk.bullet.2"


@pytest.mark.usefixtures("page")
def test_every_gap_has_words() -> None:
    words = {gap_text(Gap(part, kind)) for part in get_args(PartName) for kind in get_args(GapKind)}
    assert len(words) == 15 and "Title: missing" in words
    assert "%" not in "".join(words)


@pytest.mark.usefixtures("page")
def test_a_text_in_another_language_names_both() -> None:
    fault = ListingFault("title", "text_in_another_language", {"found": "de", "limit": "en"}, language="en")
    sentence = fault_sentence(fault, load_type_file(SEED / "catalogue" / "types" / "desk-lamp.yaml", load_shared()).type)
    assert "German" in sentence and "English" in sentence

import os
import subprocess
import sys

import numpy as np
import pytest

from lab.languages.search_tokens import search_tokens
from lab.market.appeal import match_of
from lab.market.build import rival_fields
from lab.market.textscore import FOUND_ABOVE, relevance, rivals_found, token_weights
from lab.values.places import ROOT
from tests.shoppers import worlds

SMALL = """
from lab.market.build import assemble
from lab.market.catalogue import load_categories, load_type_files
from lab.market.population import people_of
print(assemble(load_type_files()[:2], load_categories(), {"DE": people_of("DE")}).sha256)
"""


@pytest.fixture(scope="module")
def market():
    return worlds.market()


def small_market_elsewhere(**environ: str) -> str:
    command = [sys.executable, "-W", "ignore", "-c", SMALL]
    env = os.environ | {"PYTHONPATH": str(ROOT)} | environ
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def test_the_same_files_give_the_same_market_under_any_hash_seed_zone_and_locale():
    here = small_market_elsewhere(PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    there = small_market_elsewhere(PYTHONHASHSEED="77", TZ="Asia/Almaty", LC_ALL="tr_TR.UTF-8")
    assert here == there and len(here) == 64


def test_candidates_stand_best_first_and_are_all_found(market):
    found = market.candidates
    assert (found.rel > FOUND_ABOVE).all()
    for query in range(len(market.keywords)):
        part = slice(found.start[query], found.start[query + 1])
        pairs = list(zip((-found.score[part]).tolist(), found.item[part].tolist(), strict=True))
        assert pairs == sorted(pairs)


def test_every_keyword_finds_its_own_type_among_the_first(market):
    empty = []
    for keyword in market.keywords:
        low, high = market.candidates.start[keyword.id : keyword.id + 2]
        first = market.candidates.item[low:high][:16].tolist()
        if not any(market.products[item].type == keyword.type for item in first):
            empty.append((keyword.language, keyword.text))
    assert not empty


def test_the_index_holds_what_the_formula_says_of_a_rival(market):
    product = next(p for p in market.products if p.type == "desk-lamp" and "de" in p.texts)
    index = market.index["de"]
    weights = token_weights(rival_fields(product, market.types["desk-lamp"], "de"), index.average_length)
    for query in ("schreibtischlampe e27", "lampe schwarz metall"):
        tokens = search_tokens(query, "de")
        assert rivals_found(index, tokens).get(product.id, 0) == relevance(tokens, index.idf_of, weights)


def test_matches_are_those_of_the_true_goods(market):
    keyword = next(k for k in market.keywords if k.language == "de" and k.text == "schreibtischlampe e27")
    low, high = market.candidates.start[keyword.id : keyword.id + 2]
    for place in range(low, high):
        product = market.products[market.candidates.item[place]]
        expected = match_of(market.types[product.type], product.attributes, market.types[keyword.type], keyword.wants)
        assert market.candidates.match[place] == expected


def test_utilities_fit_the_width_they_are_stored_in(market):
    assert market.click_u.dtype == market.buy_u.dtype == np.int16
    assert market.click_u.min() > -8000 and market.buy_u.min() > -12000
    assert market.click_u.max() < 0


def test_the_market_cannot_be_written_to(market):
    with pytest.raises(ValueError, match="read-only"):
        market.rank_base[0] = 1

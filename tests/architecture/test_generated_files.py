"""Files that are made from the code say what the code says."""

import json

from lab.cli.scenario import check_catalogue, scenario_schema
from lab.values.places import ROOT, SCENARIOS


def test_the_catalogue_of_checks_is_up_to_date() -> None:
    assert (ROOT / "docs" / "checks.md").read_text(encoding="utf-8") == check_catalogue()


def test_the_schema_for_editors_is_up_to_date() -> None:
    assert json.loads((SCENARIOS / "scenario-1.schema.json").read_text(encoding="utf-8")) == scenario_schema()


def test_the_schema_knows_every_check_type_by_name() -> None:
    kinds = scenario_schema()["properties"]["checks"]["items"]["anyOf"]
    names = [kind["properties"]["check"]["const"] for kind in kinds]
    assert len(names) == 83
    assert names[:3] == ["account.metric_at_least", "ads.acos_at_most", "ads.spend_within"]

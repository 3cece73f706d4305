"""What the offer of a listing must say about who stands behind the goods, and what it lacks.

The manufacturer's name and addresses, the person who answers for the goods in the Union where the manufacturer sits elsewhere, and
warnings in the language of the buyers.
"""

from dataclasses import dataclass
from typing import Literal

from lab.customs.label_data import Label, LabelDemand, LabelField, label_demand
from lab.languages.identify import language_verdict
from lab.listings.promotions import is_in_union
from lab.world.listing import Listing
from lab.world.setting import Setting


@dataclass(frozen=True, slots=True)
class LabelGap:
    """A field that is not as it must be: not filled in, or (warnings) in another language than `language`."""

    field: LabelField
    kind: Literal["missing", "language"]
    language: str = ""


def demand_at(setting: Setting, country: str) -> LabelDemand | None:
    """What a country demands of offers on the day on which the run starts."""
    return label_demand(country, setting.date_at(0), in_union=is_in_union(setting, country))


def fields_demanded(setting: Setting, listing: Listing) -> tuple[LabelField, ...]:
    """The fields that the offer of a listing must fill in."""
    demand = demand_at(setting, listing.country)
    if demand is None:
        return ()
    product = setting.products[listing.sku]
    at_home = (product.maker_country or product.origin) in setting.destinations[listing.country].no_border_from
    return demand.fields if at_home else (*demand.fields[:-1], *demand.from_outside, *demand.fields[-1:])


def asks_for_label(setting: Setting, listing: Listing) -> bool:
    """Whether the editor asks for it: the product came with the data of its label, or some were given already."""
    return setting.products[listing.sku].label is not None or listing.label is not None


def label_gaps(label: Label, fields: tuple[LabelField, ...], languages: tuple[str, ...]) -> list[LabelGap]:
    """What a label lacks of some fields, with warnings in every one of some languages."""
    gaps: list[LabelGap] = []
    for field in fields:
        if field != "warnings":
            gaps += [] if label.field(field) else [LabelGap(field, "missing")]
            continue
        for language in languages:
            text = label.warning_in(language)
            if not text:
                gaps.append(LabelGap(field, "missing", language))
            elif language_verdict(text, (language,)).answer == "no":
                gaps.append(LabelGap(field, "language", language))
    return gaps

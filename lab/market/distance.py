"""How much longer goods from abroad take to a country than to the nearest one (seed/market/distance.yaml)."""

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from lab.market.base import U8, Goods
from lab.values.places import SEED
from lab.values.yamlfile import load_yaml


class _Distance(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    extra_days: dict[Annotated[str, Field(pattern="^[A-Z]{2}$")], Annotated[int, Field(ge=0, le=30)]]


@cache
def extra_days(seed: Path = SEED) -> dict[str, int]:
    """Days more per country."""
    return load_yaml(_Distance, seed / "market" / "distance.yaml").extra_days


def days_to(goods: Goods, extra: int) -> U8:
    """Days of delivery of all goods to a country with so many days more; goods from a near warehouse take no longer."""
    return goods.days + (1 - goods.near) * extra

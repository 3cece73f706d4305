"""Finds what a bundle was played with: the scenario by the hash of its content, the market by the hash of its file."""

from collections.abc import Sequence
from pathlib import Path

from lab.bundles.layout import Head
from lab.market.base import Market
from lab.market.store import current_market, load_market
from lab.scenarios.script import FILE, Scenario, content_hash, load_scenario, scenario_folders
from lab.values.errors import BadInput, LabError


class Shelf:
    """The scenarios below some folders (or the folders themselves), and the market files of one folder."""

    def __init__(self, roots: Sequence[Path], markets: Path) -> None:
        self._markets = markets
        self._folders = [folder for root in roots for folder in _scenarios_in(root)]
        self._by_hash: dict[str, Path] = {}
        self._scenarios: dict[str, Scenario] = {}
        self._unread = list(self._folders)
        self._market: dict[str, Market] = {}

    def scenario(self, head: Head) -> Scenario:
        """The scenario of exactly that content. Raises BadInput when it is not there, saying which version is."""
        return self.version(head.scenario, head.version, head.content_hash)

    def version(self, scenario_id: str, version: str, content: str) -> Scenario:
        """As `scenario`; id and version are only for the words of the error."""
        if content in self._scenarios:  # found before; its folder need not be read through again for every bundle
            return self._scenarios[content]
        while content not in self._by_hash and self._unread:
            folder = self._unread.pop(0)
            self._by_hash.setdefault(content_hash(folder), folder)
        folder_found = self._by_hash.get(content)
        if folder_found is not None:
            scenario = self._scenarios[content] = load_scenario(folder_found)
            return scenario
        other = self._versions_of(scenario_id)
        if other:
            raise BadInput("bundle_of_another_version", scenario=scenario_id, version=version, found=", ".join(other))
        raise BadInput("bundle_scenario_missing", scenario=scenario_id, version=version, content=content[:12])

    def market(self, head: Head) -> Market:
        """The market of exactly that hash. Raises BadInput when it is not there."""
        present = current_market(self._markets)
        if present.sha256 == head.market:
            return present
        if head.market not in self._market:
            path = self._markets / f"{head.market}.market"
            if not path.is_file():
                raise BadInput("bundle_market_missing", found=present.sha256[:12], expected=head.market[:12])
            self._market[head.market] = load_market(path)
        return self._market[head.market]

    def _versions_of(self, scenario_id: str) -> list[str]:
        found = set()
        for folder in self._folders:
            try:
                scenario = load_scenario(folder)
            except LabError:
                continue
            if scenario.id == scenario_id:
                found.add(f"{scenario.version} ({scenario.content_hash[:12]})")
        return sorted(found)


def _scenarios_in(root: Path) -> list[Path]:
    return [root] if (root / FILE).is_file() else scenario_folders(root)

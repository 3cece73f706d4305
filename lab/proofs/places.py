"""Where in an author's file a check, a step or a way stands, for whoever has to mend it."""

from lab.scenarios.script import FILE, Scenario
from lab.values.yamlfile import Positions, read_yaml


class Places:
    """Looks up `scenario.yaml:LINE:COLUMN` by name."""

    def __init__(self, scenario: Scenario) -> None:
        text = (scenario.folder / FILE).read_text(encoding="utf-8")
        self._positions: Positions = read_yaml(text, FILE)[1]
        file = scenario.file
        self._found = {
            **{check.id: ("checks", number) for number, check in enumerate(scenario.checks)},
            **{step.id: ("reference", number) for number, step in reversed(list(enumerate(file.reference)))},
            **{way.id: ("also_ok", number) for number, way in enumerate(file.also_ok)},
            **{probe.id: ("probes", number) for number, probe in enumerate(file.probes)},
        }

    def of(self, *names: str) -> str:
        """The place of the first of these names that the file knows: a check, a step, another way or a probe."""
        path = next((self._found[name] for name in names if name in self._found), None)
        return self.at(*path) if path is not None else f"{FILE}:1:1"

    def at(self, *path: str | int) -> str:
        """The place of a key, or of what it stands in."""
        while path and path not in self._positions:
            path = path[:-1]
        line, column = self._positions.get(path, (1, 1))
        return f"{FILE}:{line}:{column}"

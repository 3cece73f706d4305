"""Where the files that come with the lab lie."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "seed"
SCENARIOS = ROOT / "scenarios"

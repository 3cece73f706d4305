"""A picture that was made in the studio: from which original, by which steps, and what came out."""

from dataclasses import dataclass, field

from lab.images.labels import LabelFacts
from lab.images.recipe import Step

PHOTO, UPLOAD = "photo:", "upload:"
"""How the source of a picture begins: a raw photo that the scenario gave ("photo:mug/front"), or an upload by its hash."""


@dataclass(slots=True)
class MadePicture:
    """What came out of a recipe. `original` is the hash of the original's bytes, `pixels` that of the finished pixels.

    The picture itself is known by `sha256`, the hash of its encoded bytes. `labels` are the texts on it, as they were drawn.
    """

    sha256: str
    source: str
    original: str
    steps: list[Step]
    pixels: str
    labels: list[LabelFacts] = field(default_factory=list)

    @property
    def asset(self) -> str:
        """The photo it was made from ("mug/front"), or "" for an upload."""
        return self.source.removeprefix(PHOTO) if self.source.startswith(PHOTO) else ""

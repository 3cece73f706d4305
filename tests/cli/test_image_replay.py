"""`lab image replay`."""

from pathlib import Path

import pytest

from lab.images.recipe import Step
from lab.images.store import MediaStore
from lab.school.database import open_database
from lab.school.media import add_picture
from lab.school.settings import load_settings
from lab.school.studio import add_step, make_picture
from tests.cli.conftest import Run
from tests.gallery import make_gallery
from tests.school.test_media import photo


def test_pictures_are_made_again_and_a_missing_original_is_an_error(
    run: Run, tmp_path: Path, markets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "other"
    db = open_database(load_settings({"LAB_INSTANCE": str(folder)}))
    try:
        made = make_gallery(db, tmp_path / "scripts", markets)
        sha = add_picture(db, made.student, made.run_id, "own.png", photo()).sha256
        add_step(db, made.student, made.run_id, f"upload:{sha}", Step("resize", {"side": 300}))
        outcome, image = make_picture(db, made.student, made.run_id, f"upload:{sha}", "small")
        assert outcome.ok
    finally:
        db.close()
    monkeypatch.setenv("LAB_INSTANCE", str(folder))
    done = run("image", "replay")
    assert (done.code, done.out.splitlines()[-1]) == (0, "1 pictures, 0 not the same")
    assert image.sha256[:12] in done.out
    MediaStore(folder / "media").remove(sha)
    done = run("image", "replay", str(made.run_id))
    assert done.code == 1
    assert "original_missing" in done.out

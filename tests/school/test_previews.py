from pathlib import Path

import pytest

from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.drafts import create_draft, file_of, save_file
from lab.school.previews import preview_of
from lab.values.errors import BadFile, BadInput, NotFound
from tests.school.drafting import small_files


@pytest.fixture
def draft_id(db: Database, teacher: Viewer, markets: Path) -> int:
    db.settings.markets.symlink_to(markets, target_is_directory=True)
    return create_draft(db, teacher, small_files())


def test_a_draft_reads_as_it_would_to_one_student(db: Database, teacher: Viewer, draft_id: int) -> None:
    one = preview_of(db, teacher, draft_id, language="de", number=1)
    assert one.brief.title == "Klein" and one.brief.tasks[0].text.startswith("# Antworten\nDer Lieferant misst ")
    assert preview_of(db, teacher, draft_id, language="de", number=1).brief == one.brief
    texts = {preview_of(db, teacher, draft_id, language="en", number=number).brief.tasks[0].text for number in range(1, 8)}
    assert len(texts) > 2


def test_alternatives_can_be_chosen(db: Database, teacher: Viewer, draft_id: int) -> None:
    for pick in ("cord", "gift"):
        assert preview_of(db, teacher, draft_id, language="en", picks={"worry": pick}).picks == {"worry": pick}
    assert set(preview_of(db, teacher, draft_id, language="en", picks={"strange": "x"}).picks) == {"worry"}
    with pytest.raises(BadInput, match="no_such_pick"):
        preview_of(db, teacher, draft_id, language="en", picks={"worry": "x"})
    with pytest.raises(BadInput):
        preview_of(db, teacher, draft_id, language="en", number=0)


def test_strangers_and_faults_get_no_preview(db: Database, teacher: Viewer, other_teacher: Viewer, draft_id: int) -> None:
    with pytest.raises(NotFound, match="no_such_draft"):
        preview_of(db, other_teacher, draft_id, language="en")
    file = file_of(db, teacher, draft_id, "scenario.yaml")
    save_file(db, teacher, draft_id, file.path, file.data.replace(b"q1.txt", b"q9.txt"), seen=file.sha256)
    with pytest.raises(BadFile):
        preview_of(db, teacher, draft_id, language="en")

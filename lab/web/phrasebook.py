"""The learners' phrasebook on its own page, for every language that has one."""

from flask import request

from lab.languages.glossary import glossary_languages
from lab.school.inbox_list import MAX_SEARCH
from lab.values.errors import NotFound
from lab.web.inbox_page import pages
from lab.web.inbox_words import own_name
from lab.web.languages import direction, page_language
from lab.web.phrase_rows import phrase_groups
from lab.web.seller import page, seat_at


@pages.get("/runs/<int:run_id>/phrasebook/<language>")
def get_phrasebook(run_id: int, language: str) -> str:
    """Terms and sentences of a language with their meaning, all of them or those that hold a text."""
    seat = seat_at(run_id)
    text = " ".join(request.args.get("q", "").split())[:MAX_SEARCH]
    if language not in glossary_languages():
        raise NotFound("no_such_page")
    return page(
        "inbox/phrasebook.html",
        seat,
        phrases=phrase_groups(language, page_language(), text),
        text=text,
        language_options=[(code, own_name(code)) for code in sorted(glossary_languages(), key=lambda code: own_name(code).casefold())],
        own_name=own_name,
        dir_of=direction,
    )

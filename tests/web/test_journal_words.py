"""A journal in words: by day, with what was sent, and why the world said no."""

from datetime import UTC, datetime

from flask import Flask

from lab.school.runs import JournalLine
from lab.web.journal_words import timeline, timeline_row

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def line(seq: int, sim_time: int, action: str, ok: bool = True, code: str = "", **fields: object) -> JournalLine:
    return JournalLine(seq, sim_time, START, "user:1", action, fields, ok, code, {})


def test_rows_stand_by_the_simulated_day_counted_from_one(app: Flask) -> None:
    with app.test_request_context("/"):
        days = timeline([line(0, 0, "clock.end_day"), line(1, 900, "clock.advance"), line(2, 901, "clock.advance")], START)
    assert [(day.number, [row.seq for row in day.rows]) for day in days] == [(1, [0]), (2, [1, 2])]


def test_a_row_says_what_was_done_to_what_with_which_fields(app: Flask) -> None:
    with app.test_request_context("/"):
        row = timeline_row(line(3, 0, "price.set", listing="meridian/DE/lamp", price={"amount": 990, "currency": "EUR"}, note=""))
        waited = timeline_row(line(4, 0, "clock.advance", minutes=90))
        many = timeline_row(line(5, 0, "ads.save", targets=[{"match": "exact", "text": "lampe"}, {"match": "broad", "text": None}]))
    assert (row.name, row.about, row.fields, row.refusal, row.brief) == ("Set a price", "meridian/DE/lamp", (("price", "€9.90"),), "", True)
    assert waited.fields == (("minutes", "1 h 30 min"),)
    assert many.fields == (("targets", "match exact, text lampe\nmatch broad"),)


def test_a_refusal_is_a_sentence_and_a_long_text_is_not_brief(app: Flask) -> None:
    with app.test_request_context("/"):
        row = timeline_row(line(6, 0, "reflection.submit", ok=False, code="not_your_run", text="x" * 900))
    assert row.refusal and "could not be done (" not in row.refusal
    assert not row.brief and len(row.fields[0][1]) <= 601

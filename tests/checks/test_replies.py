"""In which language an answer to a buyer is read."""

import pytest

from lab.checks.replies import reading_language
from tests.builders import make_thread, make_world


@pytest.mark.parametrize("text", ["Ok, 180 cm", "E27", "", "123456", "Ja, gern, das Kabel ist lang genug."])
def test_an_answer_is_read_in_the_buyers_language_also_when_it_says_little(text: str) -> None:
    assert reading_language(text, make_thread(make_world(), "q1")) == "de"


def test_an_answer_that_is_surely_in_another_language_is_read_in_that() -> None:
    thread = make_thread(make_world(), "q1", language="ru")
    assert reading_language("Сәлеметсіз бе! Сіздің тапсырысыңыз кеше жөнелтілді, рақмет.", thread) == "kk"
    assert reading_language("Hello, your parcel has left our store-room this morning.", thread) == "en"


def test_without_a_thread_the_text_is_all_there_is() -> None:
    assert reading_language("Guten Tag, das Kabel der Leuchte ist 180 cm lang.", None) == "de"

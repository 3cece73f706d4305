"""In which language an answer to a buyer is read."""

from lab.languages.identify import SURE, identify, language_verdict
from lab.world.thread import Thread

_NO_LANGUAGE = ("und", "zxx")


def reading_language(text: str, thread: Thread | None) -> str:
    """The language (BCP 47) of the thread's buyer, unless the text is surely in another one; without a thread what it looks like.

    A few words, numbers and codes say too little of a language to be identified, but the buyer's is known.
    """
    if thread is None:
        return identify(text).language
    verdict = language_verdict(text, (thread.language,))
    found = verdict.identified
    sure = verdict.answer == "no" and found.certainty >= SURE and found.language not in _NO_LANGUAGE
    return found.language if sure else thread.language

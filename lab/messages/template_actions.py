"""What a seller does with texts kept for answers: save one under a name, and drop it."""

from dataclasses import dataclass

from lab.languages.glossary import glossary_languages
from lab.messages.phrasebook import letter_languages
from lab.values.errors import Refused
from lab.values.text import tidy, tidy_lines
from lab.world.action import Action, action
from lab.world.reply_template import ReplyTemplate
from lab.world.world import World

MAX_TEMPLATES = 50
MAX_NAME = 60
MAX_TEXT = 4000


def template_languages() -> tuple[str, ...]:
    """Languages in which a template can be written (BCP 47 base codes), in the order of their codes."""
    return tuple(sorted({*letter_languages(), *glossary_languages()}))


@action("message.template.save", about="template", body="text")
@dataclass(frozen=True, slots=True)
class SaveReplyTemplate(Action):
    """Keep a text for answers under a name (`template`), or write the one of that name anew. It keeps its place in the list."""

    template: str
    language: str
    text: str

    def apply(self, world: World) -> None:
        name, text = tidy(self.template), tidy_lines(self.text)
        for field, value, limit in (("template", name, MAX_NAME), ("text", text, MAX_TEXT)):
            if not value:
                raise Refused("text_empty", field=field)
            if len(value) > limit:
                raise Refused("too_long", field=field, found=len(value), limit=limit)
        if self.language not in template_languages():
            raise Refused("reply_template_language", field="language")
        if name not in world.reply_templates and len(world.reply_templates) >= MAX_TEMPLATES:
            raise Refused("too_many_reply_templates", limit=MAX_TEMPLATES)
        world.reply_templates[name] = ReplyTemplate(name, self.language, text)


@action("message.template.drop", about="template")
@dataclass(frozen=True, slots=True)
class DropReplyTemplate(Action):
    """Forget the text kept under a name."""

    template: str

    def apply(self, world: World) -> None:
        if self.template not in world.reply_templates:
            raise Refused("no_such_reply_template")
        del world.reply_templates[self.template]

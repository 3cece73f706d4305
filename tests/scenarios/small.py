"""A small scenario of one question and one order, written into a folder for a test to change."""

from pathlib import Path

SCENARIO = """format: scenario/1
id: small
version: "1.0.0"
title: {en: Small, de: Klein}
summary: {en: One question and one order., de: Eine Frage und eine Bestellung.}
world:
  base: small-lighting-shop@1
  start: "2026-05-04T08:00:00+02:00"
  end: "2026-05-07T18:00:00+02:00"
  places: [meridian/DE]
  visits_per_day: 0
variants:
  pool: {worry: [cord, gift]}
  draw:
    cord_cm: {int: {from: 150, to: 220, step: 10}}
    cost: {money: {from: "1.00 EUR", to: "2.00 EUR", step: "0.10 EUR"}}
  people: {buyer: DE}
facts:
  cord: {value: "${cord_cm}", unit: cm, about: [Kabel]}
  days: {range: ["1", "3"], unit: day}
  socket: {text: [E27]}
  worry: {text_from: "worry/${worry}.yaml"}
events:
  - {id: q1, at: "+30m", message: {to: meridian/DE, from: "${buyer}", lang: de, text: texts/q1.txt}}
  - {id: o1, at: "+1h", order: {at: meridian/DE/bulb, qty: 2, buyer: "${buyer}"}}
  - {id: q2, when: answered, message: {about: o1, lang: de, text: "texts/q2.${worry}.txt"}}
  - {id: more, at: "+2h", stock: {sku: bulb, qty: 50}}
tasks:
  - {id: answer, title: {en: Answer, de: Antworten}, text: tasks/answer.md, due: "+20h"}
  - {id: ship, title: {en: Ship, de: Versenden}, text: tasks/ship.md, due: "+30h"}
checks:
  - {id: answered, task: answer, check: message.replied_within, on: q1, steps: [{hours: 12, give: 1}], points: 4}
  - {id: right, task: answer, check: message.answers_facts, on: q1, facts: {q1: [cord]}, points: 4}
  - {id: clean, task: answer, check: message.no_promises, on: q1, forbid: [off_platform_contact], needs: [answered], points: 1}
  - {id: sent, task: ship, check: order.shipped_within, on: o1, steps: [{hours: 24, give: 1}], points: 1}
grading: {total: 10}
reference:
  - {id: r1, at: "+1h", do: message.reply, on: q1, with: solution/a1.txt}
  - {id: r2, at: "+3h", do: order.ship, on: o1, with: {lane: de_parcel, items: [{sku: bulb, quantity: 2}], documents: [invoice]}}
also_ok:
  - {id: later, move: {r2: "+5h"}}
probes:
  - {id: nothing, keep: [], total_max: "0 %"}
  - {id: wrong-cord, set: {r1: broken/a1.txt}, breaks: {right: 0}, same: [answered, sent]}
  - {id: late, move: {r1: "+20h"}, breaks: {answered: 0}, same: [right]}
"""
FILES = {
    "scenario.yaml": SCENARIO,
    "texts/q1.txt": "Kabel\n\nWie lang ist das Kabel?\nGruß, ${buyer}\n",
    "texts/q2.cord.txt": "Danke\n\nUnd die Fassung?\n",
    "texts/q2.gift.txt": "Danke\n\nEs ist ein Geschenk.\n",
    "worry/cord.yaml": "groups: [[Kabel*]]\n",
    "worry/gift.yaml": "groups: [[Geschenk*]]\nagainst: [leider]\n",
    "tasks/answer.en.md": "# Answer\nThe supplier measured a cord of ${cord_cm} cm.\n",
    "tasks/answer.de.md": "# Antworten\nDer Lieferant misst ${cord_cm} cm Kabel.\n",
    "tasks/ship.en.md": "# Ship\nSend it.\n",
    "tasks/ship.de.md": "# Versenden\nAb damit.\n",
    "solution/a1.txt": "Guten Tag ${buyer}, das Kabel ist ${cord_cm} cm lang.\n",
    "broken/a1.txt": "Guten Tag, das Kabel ist 980 cm lang.\n",
}


def write_small(folder: Path, *changes: tuple[str, str], files: dict[str, str] | None = None) -> Path:
    """The small scenario with some texts of its file replaced; each must stand there exactly once."""
    text = SCENARIO
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
        text = text.replace(old, new)
    for name, content in {**FILES, "scenario.yaml": text, **(files or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder

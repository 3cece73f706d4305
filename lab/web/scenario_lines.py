"""What a list of scenarios says about one of them, in the page's language."""

from lab.scenarios.script import Scenario
from lab.values.text import chosen
from lab.web.languages import page_language


def scenario_lines(scenario: Scenario) -> dict[str, object]:
    """Title, summary, level, minutes, points, languages, skills, and the tasks with their points."""
    language, file = page_language(), scenario.file
    return {
        "id": scenario.id,
        "version": scenario.version,
        "title": chosen(file.title, language),
        "summary": chosen(file.summary, language),
        "level": file.level,
        "minutes": file.minutes,
        "points": file.grading.total,
        "languages": list(file.title),
        "skills": list(file.skills),
        "for_instructors": file.audience == "instructor",
        "tasks": [
            (chosen(task.title, language), sum(check.points for check in scenario.checks if check.task == task.id))
            for task in file.tasks
        ],
    }

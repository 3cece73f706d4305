"""Sentences about drafts, their files, proofs and releases, by error code."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

AUTHORING_SENTENCES: dict[str, LazyString] = {
    "no_such_draft": _l("There is no such draft, or it is not yours."),
    "no_such_file": _l("The draft has no such file."),
    "no_such_release": _l("There is no such release, or it is not yours."),
    "too_many_drafts": _l("You keep %(limit)s drafts already. Delete one that you need no more."),
    # Files
    "draft_path_wrong": _l(
        "“%(path)s” cannot be the name of a file. Use letters a to z, digits, dots, hyphens and underscores, with “/” after the name of a folder."
    ),
    "draft_ending_wrong": _l("“%(path)s” has an ending that a scenario does not use here. Possible: %(known)s."),
    "draft_path_taken": _l("There is a file or folder called “%(path)s” already, or one whose name differs only in capital letters."),
    "draft_file_too_large": _l("“%(path)s” is too large: %(found)s KiB. At most %(limit)s KiB."),
    "draft_not_text": _l("“%(path)s” is not a text."),
    "draft_picture_wrong": _l("“%(path)s” is not the picture that its ending says: JPEG for .jpg, PNG for .png."),
    "draft_too_many_files": _l("That makes %(found)s files; a scenario has at most %(limit)s."),
    "draft_too_large": _l("All files together would take %(found)s MiB; at most %(limit)s MiB."),
    "draft_file_stays": _l("Every scenario has the file “%(path)s”; it cannot be renamed or deleted."),
    "draft_file_changed": _l(
        "Somebody saved “%(path)s” while you were writing, perhaps you yourself in another window. Nothing has been overwritten, and what you wrote stands below."
    ),
    "draft_file_gone": _l("“%(path)s” was renamed or deleted while you were writing. What you wrote stands below: save it as a new file."),
    "draft_slug_wrong": _l("“%(found)s” cannot be a short name. Use 2 to 60 small letters a to z, digits and hyphens; begin with a letter."),
    # The questions of a first scenario
    "title_needed": _l("Give it a title."),
    "no_such_market": _l("Choose one of the markets."),
    "no_such_part": _l("Choose at least one task."),
    "options_out_of_range": _l("A decision needs a question and %(least)s to %(limit)s answers; these are %(found)s."),
    "level_or_minutes_out_of_range": _l("The level lies between 1 and 5, the time between 5 and 6000 minutes."),
    "answer_too_long": _l("This has %(found)s characters; at most %(limit)s."),
    "answer_has_a_slot": _l("“${” and “{{” have a meaning of their own in scenarios and cannot be used here."),
    # Archives
    "archive_missing": _l("Choose a .zip file first."),
    "archive_too_large": _l("The .zip file may have up to %(limit)s MB."),
    "archive_unreadable": _l("This is not a .zip file that can be read. It may be damaged, or locked with a password."),
    "archive_without_scenario": _l("There is no file “%(name)s” in the .zip. Pack the folder of the scenario as it is."),
    # Proofs and measuring
    "draft_went_on": _l("The draft has been changed since this was asked for. Ask again."),
    "no_such_pick": _l("This choice is not offered."),
    # Releases
    "not_proved": _l("The draft has not been proved yet. Prove it first."),
    "proofs_are_stale": _l("The draft, or the lab itself, has changed since it was proved. Prove it again."),
    "proofs_fail": _l("Not all proofs hold. Mend what they name, and prove it again."),
    "proofs_are_quick": _l("This was a quick look with few students. A release needs the full proofs."),
    "scenario_id_taken": _l("A scenario called “%(id)s” exists already and is not yours. Choose another “id” in scenario.yaml."),
    "version_not_higher": _l(
        "Version %(last)s is released already; this one is %(version)s. Raise “version” in scenario.yaml, and prove it again."
    ),
    "version_taken": _l("Version %(version)s has just been released in another window."),
    "notes_too_long": _l("Notes have at most %(limit)s characters; these have %(found)s."),
    "draft_has_faults": _l("The draft has faults. Mend them first."),
}

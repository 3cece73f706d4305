"""Errors in plain words for the terminal: what, where, and how to mend it."""

from lab.values.errors import BadFile, LabError

SENTENCES = {
    "course_file_missing": "Choose the archive of a course.",
    "course_file_broken": "This file is not the archive of a course, or it is damaged. Download it once more.",
    "course_file_lacks": "“{file}” is missing in this archive. Nothing has been made of it.",
    "course_file_too_large": "“{file}” in this archive is larger than allowed ({limit}). Nothing has been made of it.",
    "course_file_too_long": "The runs of this course hold {found} actions; a page plays at most {limit} again. Whoever runs the server can import it with “lab course import”.",
    "course_file_unreadable": "“{file}” in this archive cannot be read: {reason}. Nothing has been made of it.",
    "course_file_wrong": "The archive contradicts itself at “{where}” ({what}). Nothing has been made of it.",
    "course_file_scenario_wrong": "A scenario in this archive ({content}) cannot be used: {reason}. Nothing has been made of it.",
    "course_file_market_missing": "A run in this archive was played on a market that is not on this server ({market}). Whoever runs the server can put its file into the folder of markets.",
    "course_file_run_wrong": "The run “{run}” does not come out as the archive says ({what}, action {seq}). Nothing has been made of it.",
    "course_file_grade_differs": "“{assignment}”, run {run}: the check “{check}” does not come out again ({stored} points in the archive, {computed} computed). The archive was changed, or it was graded by another version of the checks. Nothing has been made of it.",
    "no_such_instructor": "Nobody teaches under the login “{login}”.",
    "no_such_person": "Nobody has the login '{login}'.",
    "login_taken": "The login '{login}' is taken; choose another.",
    "login_unreadable": "A login has 2 to 40 letters, digits, dots, dashes or underscores.",
    "port_in_use": "Port {port} is in use by another program; {hint}.",
    "cannot_be_played": "The robot cannot play this: {reason}",
    "no_such_robot": "There is no robot '{robot}'. Use 'reference', or the id of another way or a probe in the scenario.",
    "no_such_pick": "There is no alternative {pick}. The pools are: {pools}",
    "folder_not_empty": "There is something in the folder '{folder}' already; name a new one.",
    "no_such_market": "There is no market '{market}'; there are {known}.",
    "no_such_part": "There is no task '{part}'; there are {known}.",
    "answer_too_long": "A text has {found} characters; at most {limit} are taken.",
    "file_needed": "Say where to write it: save FILE",
    "file_unwritable": "The file cannot be written: {reason}",
    "database_not_supported": "LAB_DATABASE_URL names a database that is not supported ({scheme}); write it like {example}.",
    "not_handed_in": "The run was not handed in yet.",
    "bundle_not_a_file": "This is not a plain file (links, pipes and folders are not read).",
    "bundle_is_none": "This is not a bundle: the first line is not that of one.",
    "bundle_of_another_format": "This bundle is in the format '{found}'; this lab reads {known}.",
    "bundle_too_large": "The bundle is larger than the {limit} MiB allowed.",
    "bundle_too_long": "The run has {found} actions or texts too long for a bundle (at most {limit} actions).",
    "bundle_line_too_long": "Line {line} is longer than the {limit} KiB allowed.",
    "bundle_cut_short": "The bundle ends in the middle, at line {line}.",
    "bundle_line_changed": "Line {line} was changed after it was written, or lines before it are missing.",
    "bundle_action_changed": "Action {seq} ({action}, line {line}) was changed after it was written.",
    "bundle_chain_broken": "Action {seq} ({action}, line {line}) does not fit the chain of hashes: it, its outcome or its place was changed.",
    "bundle_ends_elsewhere": "The first line names another last action than the journal has.",
    "bundle_unreadable": "Line {line} cannot be read: {reason}.",
    "bundle_picture_twice": "Line {line} brings a picture that was there before.",
    "bundle_picture_wrong": "Line {line}: the bytes of picture {picture} are not those of its name.",
    "bundle_counts_wrong": "The bundle has more or fewer lines than it says (line {line}).",
    "bundle_pick_unknown": "The scenario has no alternative {pick}.",
    "bundle_scenario_missing": "The scenario {scenario} {version} (content {content}) is not here; name its folder with --scenarios.",
    "bundle_of_another_version": "The bundle was played with {scenario} {version}, whose content is not here; here is: {found}.",
    "bundle_market_missing": "The bundle was played on market {expected}; here is market {found}. Put its file into the market folder.",
    "bundle_seed_unknown": "The bundle does not say its seed. Grade it on its server (run {run}), or give the class's seeds with --seeds.",
    "bundle_of_another_server": "The bundle names run {run} of a server that is not this one. Give the class's seeds with --seeds.",
    "bundle_is_not_the_run": "Run {run} is kept here, and this is not what was handed in.",
    "bundle_action_unknown": "Action {seq} cannot be done: {reason}.",
    "bundle_differs": "Action {seq} ({action}, minute {sim_time}) comes out otherwise than the bundle says: its {what} differs.",
    "bundle_world_differs": "All actions come out the same, but the world at the end does not: {found} instead of {expected}.",
    "bundle_too_slow": "The bundle was not done after {seconds} seconds.",
    "bundle_broke": "The bundle made the lab stumble ({error}). Please report this.",
    "bundle_killed_process": "The process that graded this bundle died.",
    "scenario_is_faulty": "The scenario of this bundle is faulty: {first}",
    "seeds_unreadable": "The file of seeds cannot be read: {reason}.",
    "receipt_unreadable": "This is no receipt or transcript that can be read: {reason}.",
    "receipt_of_another_key": "It is signed with another key: {found} instead of {expected}.",
    "receipt_signature_wrong": "The signature does not fit: the file was changed, or is forged.",
    "seed_out_of_range": "A seed is a whole number from 0 to {limit}.",
    "secret_too_short": "The file {file} in the instance folder is damaged; delete it to make a new one (everybody must sign in again).",
}


def sentence(error: LabError) -> str:
    """One error as a person should read it; an unknown code is shown with its arguments."""
    if isinstance(error, BadFile):
        return str(error)
    known = SENTENCES.get(error.code)
    if known is not None:
        try:
            return known.format(**error.args_)
        except KeyError:
            pass
    details = ", ".join(f"{name}: {value}" for name, value in error.args_.items())
    words = error.code.replace("_", " ").capitalize()
    return f"{words} ({details})." if details else f"{words}."

"""The sentence of every error code, to be translated. Grouped by where the code comes from."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from lab.web.authoring_sentences import AUTHORING_SENTENCES
from lab.web.class_sentences import CLASS_SENTENCES
from lab.web.export_sentences import EXPORT_SENTENCES
from lab.web.marking_sentences import MARKING_SENTENCES
from lab.web.people_sentences import PEOPLE_SENTENCES
from lab.web.regrade_sentences import REGRADE_SENTENCES
from lab.web.trade_sentences import TRADE_SENTENCES

SENTENCES: dict[str, LazyString] = {
    **TRADE_SENTENCES,
    **AUTHORING_SENTENCES,
    **REGRADE_SENTENCES,
    **CLASS_SENTENCES,
    **MARKING_SENTENCES,
    **PEOPLE_SENTENCES,
    **EXPORT_SENTENCES,
    # Doors
    "no_such_page": _l("This page does not exist, or it is not yours to see."),
    "wrong_method": _l("This address cannot be used in that way."),
    "too_large": _l("What you sent is too large. A picture may have up to 12 MB."),
    "bad_request": _l("The request could not be read."),
    "form_too_old": _l("This form is no longer valid. Go back, reload the page and send it again."),
    "broken": _l("This is a fault of the lab, not yours. What was saved before is safe; please try again."),
    # Signing in, accounts
    "sign_in_failed": _l("Login or password is wrong."),
    "too_many_tries": _l("Too many failed tries. Please wait %(seconds)s seconds and try again."),
    "login_taken": _l("The login “%(login)s” is taken. Choose another one."),
    "login_unreadable": _l("A login has 2 to 64 letters and digits; the signs . _ - + @ are allowed as well."),
    "name_length": _l("A name has 1 to %(limit)s characters."),
    "password_too_short": _l("A password has at least %(limit)s characters; this one has %(found)s."),
    "password_too_long": _l("A password has at most %(limit)s characters."),
    "password_too_easy": _l(
        "This password is too easy to guess: it is your login, or hardly more than one sign repeated."
    ),
    "old_password_wrong": _l("Your present password is not right."),
    "no_such_person": _l("This person is not known here."),
    "no_such_role": _l("There is no such role."),
    "no_such_language": _l("This language is not offered."),
    "no_such_theme": _l("This theme is not offered."),
    "last_admin": _l("This is the last administrator; there must be one."),
    "owns_courses": _l("This person still owns courses. Give them to somebody else first."),
    # Courses and assignments
    "no_such_course": _l("There is no such course, or it is not yours."),
    "no_such_join_code": _l(
        "This code opens no course. Check it with your instructor; it has eight letters and digits."
    ),
    "no_such_member": _l("This student is not in the course."),
    "course_archived": _l("The course is archived: it takes no new students and no new work."),
    "title_length": _l("A title has 1 to %(limit)s characters; this one has %(found)s."),
    "no_such_scenario": _l("This scenario is not installed."),
    "no_such_assignment": _l("There is no such assignment, or it is not yours."),
    "attempts_out_of_range": _l("Choose between 1 and %(limit)s attempts."),
    "due_before_open": _l("The assignment would be due before it opens."),
    "date_unreadable": _l("“%(text)s” is not a date and time."),
    "date_without_zone": _l("A date needs its time zone."),
    "number_unreadable": _l("“%(text)s” is not a whole number."),
    "no_such_choice": _l("This choice is not offered."),
    "scenario_is_being_changed": _l("The scenario is being changed right now. Try again in a moment."),
    "script_missing": _l(
        "The copy of the scenario that this assignment was made with is missing from the instance folder."
    ),
    "script_was_changed": _l(
        "The copy of the scenario that this assignment was made with has been changed. Restore it from a backup."
    ),
    "bad_file": _l("A file of the lab has faults; they are listed below."),
    # Runs
    "no_such_run": _l("There is no such run, or it is not yours."),
    "run_erased": _l("What was done in this run has been erased."),
    "not_your_run": _l("Only the student whose shop this is can do that. You are looking on."),
    "run_closed": _l("This run has been handed in; nothing can be changed any more."),
    "run_is_over": _l("The simulated time of this scenario is over. Hand in your work."),
    "past_due": _l("The due date has passed; nothing can be changed any more."),
    "not_open_yet": _l("This assignment is not open yet."),
    "no_attempts_left": _l("You have used all %(limit)s attempts."),
    "world_moved_on": _l(
        "Something has happened since you opened this page, perhaps in another window. Look at the present state and try again."
    ),
    "not_handed_in": _l("This run has not been handed in yet."),
    "world_of_another_shape": _l("The state of this run was kept by an older version of the lab and cannot be read."),
    "journal_broken": _l(
        "The journal of this run does not add up at action %(seq)s. Please tell whoever runs the lab."
    ),
    "world_differs": _l(
        "Replaying this run gives another result from action %(seq)s on. Please tell whoever runs the lab."
    ),
    "market_missing": _l("The market that this run was opened with is missing from the instance folder."),
    "market_unreadable": _l("The market file is damaged. Please tell whoever runs the lab."),
    # Grades
    "no_such_grade": _l("There is no grade yet."),
    "no_such_receipt": _l("There is no receipt with this code. Compare it letter by letter."),
    "bundle_too_long": _l("The run has too many actions, or texts too long, for one file."),
    "no_such_check": _l("There is no such check in this scenario."),
    "no_such_rubric": _l("There is no rubric for this check."),
    "no_such_level": _l("Choose one of the levels."),
    "rubric_incomplete": _l("Choose one level for each criterion."),
    "reason_needed": _l("Give a reason; the student reads it."),
    "comment_too_long": _l("At most %(limit)s characters; these are %(found)s."),
    "share_unreadable": _l("Write the share as a fraction such as %(example)s."),
    "share_out_of_range": _l("The share lies between 0 and 1."),
    # The shop
    "no_such_listing": _l("There is no such listing."),
    "no_such_place": _l("Your shop does not sell in this place."),
    "no_such_product": _l("Your shop does not have this product."),
    "already_live": _l("The listing is on sale already."),
    "not_live": _l("The listing is not on sale."),
    "listing_has_faults": _l("The platform does not accept the listing yet. Mend the faults beside the fields first."),
    "live_listing_needs_image": _l(
        "A listing on sale needs a main picture. Take it off sale first, or add another picture."
    ),
    "too_long": _l("Too long: %(found)s, and %(limit)s are allowed."),
    "text_empty": _l("Write something first."),
    "price_out_of_range": _l("The price %(found)s is outside what can be asked."),
    "wrong_currency": _l("Prices of your shop are in %(currency)s."),
    "money_unreadable": _l("“%(text)s” is not an amount. Write it like 11.40."),
    "amount_missing": _l("Write an amount, such as 11.40."),
    "money_too_many_digits": _l("“%(text)s” has too many digits after the point; %(digits)s are allowed."),
    "stock_out_of_range": _l("%(found)s pieces are not possible; the limit is %(limit)s."),
    "no_such_image": _l("This picture is not in the listing."),
    "image_already_there": _l("This picture is in the listing already."),
    "images_do_not_match": _l("The list of pictures has changed meanwhile. Look at it again."),
    "no_such_picture": _l("There is no such picture."),
    "no_such_document": _l("There is no such document."),
    "document_already_there": _l("This document is attached already."),
    "no_such_lane": _l("There is no such shipping service."),
    "lane_does_not_serve": _l("This shipping service does not go to %(countries)s."),
    "handling_out_of_range": _l("The handling time lies between 0 and %(limit)s hours."),
    "slack_out_of_range": _l("The slack lies between 0 and %(limit)s days."),
    "charge_out_of_range": _l("The shipping charge %(found)s is outside what can be asked."),
    "no_such_order": _l("There is no such order."),
    "order_not_open": _l("This order has been shipped or cancelled already."),
    "not_in_store": _l("Only %(found)s pieces of %(sku)s are in store."),
    "account_not_restricted": _l("The platform has not restricted your account; there is nothing to answer for."),
    "plan_already_there": _l(
        "The platform has your plan already. Seven days without a new fault lift the restriction."
    ),
    "parcel_empty": _l("Put at least one piece into the parcel."),
    "parcel_too_heavy": _l("The parcel is too heavy for this service: at most %(max_weight_g)s g."),
    "parcel_without_weight": _l("A parcel needs a weight."),
    "no_such_destination": _l("The lab does not know this destination."),
    "no_such_thread": _l("There is no such conversation."),
    "already_closed": _l("The conversation is closed already."),
    "too_many_reply_templates": _l("At most %(limit)s reply templates can be kept."),
    "no_such_reply_template": _l("There is no such reply template."),
    "reply_template_language": _l("Choose a language in which buyers write."),
    "worksheet_lines": _l("The worksheet has lines that are not asked for."),
    "minutes_out_of_range": _l("Time can be moved by at most 14 days at once."),
    "no_exchange_rate": _l("There is no exchange rate for %(currency)s."),
    "no_such_platform": _l("There is no such platform."),
    "number_out_of_range": _l("A number is outside what is possible: 0 to %(limit)s."),
    # The coach
    "no_such_campaign": _l("There is no such campaign."),
    "no_such_job": _l("There is no such question to the coach, or it is not yours."),
    "too_many_jobs": _l("The coach is still at work on %(limit)s of your questions. Wait for one of them."),
    "job_gave_up": _l("The coach has tried this three times without coming to the end. Ask again later."),
    "job_broke": _l(
        "Something broke while the coach was working. Ask again; if it happens twice, tell whoever runs the lab."
    ),
    "nothing_lived_yet": _l("No shopper has come yet. Let some time pass first; then there is something to compare."),
    "no_such_day": _l("This day is not over yet."),
    "no_such_keyword": _l("There is no such search."),
    "no_campaign_to_change": _l("Your shop does not advertise, so there are no ads to change."),
    "percent_out_of_range": _l("Choose between %(low)s and %(high)s per cent."),
    # Advertising
    "too_many_campaigns": _l("A shop has at most %(limit)s campaigns. Change one that you have."),
    "campaign_is_elsewhere": _l("This campaign belongs to another market (%(place)s). Make a new one for this market."),
    "campaign_without_listing": _l("Choose at least one listing to advertise."),
    "campaign_without_target": _l("Add at least one target: words to bid on, or “auto”."),
    "bid_out_of_range": _l("A bid of %(found)s is not possible; a click may cost %(limit)s."),
    "budget_out_of_range": _l("A budget of %(found)s is not possible; the limits are %(limit)s."),
    "target_without_words": _l("“%(found)s” has no word that a search could have. Write the words that shoppers type."),
    "language_not_searched": _l("Nobody searches in this language here (%(found)s)."),
    "campaign_is_paused": _l("The campaign is paused already."),
    "campaign_is_running": _l("The campaign is running already."),
    # Pictures
    "too_many_bytes": _l("The picture is too large: at most 12 MB."),
    "too_many_pixels": _l("The picture has too many pixels; at most %(limit)s are accepted."),
    "too_small": _l("The picture is too small: each side needs at least %(limit)s pixels."),
    "too_many_scans": _l("This JPEG is built in a way that is not accepted. Save it again with another program."),
    "unsupported_format": _l("Only JPEG, PNG, WebP and AVIF pictures are accepted."),
    "animated": _l("Moving pictures are not accepted."),
    "damaged": _l("The picture is damaged and cannot be read."),
    "truncated": _l("The end of the picture is missing. Send it again."),
    "empty": _l("The file is empty."),
    "bad_aspect": _l("The picture is too long or too wide."),
    "bad_metadata": _l("The picture carries data that cannot be read. Save it again with another program."),
    "too_many_pictures": _l("A run keeps at most %(limit)s pictures. Remove some first."),
    "picture_too_slow": _l("Working on this picture took too long. Save it with fewer pixels and try again."),
    "picture_unreadable": _l("The picture could not be read to its end. Save it again with another program."),
    "pictures_busy": _l("Many pictures are being worked on just now. Try again in a moment."),
    "no_such_photo": _l("There is no such photo (%(photo)s)."),
    "no_such_picture_role": _l("A picture cannot be for “%(role)s”; choose one of: %(known)s."),
    "language_of_main_text": _l("This is the language of the main text (%(language)s); write it there."),
    "no_such_translation": _l("There is no text in this language to clear (%(language)s)."),
    "language_not_used_here": _l("This market does not read %(language)s; it reads %(known)s."),
    # The picture studio
    "nothing_done_yet": _l("Nothing has been done to the photo yet. Do at least one step first."),
    "too_many_steps": _l("A recipe has at most %(limit)s steps. Take some back first."),
    "no_such_tool": _l("There is no such tool (%(tool)s)."),
    "setting_out_of_range": _l(
        "%(setting)s is %(found)s; it lies between %(low)s and %(high)s in the recipe's own units."
    ),
    "setting_beyond": _l("%(setting)s: %(found)s is not possible; it lies between %(low)s and %(high)s."),
    "setting_too_long": _l(
        "That is too much for one step (%(setting)s: %(found)s characters, at most %(limit)s). Use fewer strokes or words."
    ),
    "setting_missing": _l("Step %(step)s (%(tool)s) lacks the setting “%(setting)s”."),
    "setting_unknown": _l("Step %(step)s (%(tool)s) has no setting “%(setting)s”."),
    "setting_no_number": _l("Step %(step)s (%(tool)s) needs whole numbers."),
    "box_outside": _l(
        "The rectangle or point lies outside the picture. From the left and width together make at most 100 %%, and so do top and height."
    ),
    "nothing_to_frame": _l("The cut-out is empty: nothing is left to put on a canvas. Take it back and cut out anew."),
    "no_text_shaping": _l("This installation cannot set text on pictures, because a library for shaping letters is missing (libfribidi)."),
    "cut_out_first": _l("Cut the product out first; then it can be put on a canvas."),
    "outline_unreadable": _l("The outline cannot be read. Cut the product out anew."),
    "strokes_unreadable": _l("The strokes cannot be read. Forget them and paint again."),
    "patch_unusable": _l(
        "This place is too bright or too dark to tell the colour of the light. Choose a grey one, or white that is not burnt out."
    ),
    "nothing_stands_out": _l("Nothing in the rectangle stands out from what is around it. Draw it closer around the product."),
    "bad_flaw": _l("The scenario asks for a photo that cannot be developed. Tell your instructor."),
    "outside_negative": _l("The scenario asks for a photo that cannot be developed. Tell your instructor."),
    "prints_unreadable": _l("What was measured on this picture cannot be read. Upload it again."),
    "model_damaged": _l("A file of this installation is damaged (%(file)s). Whoever runs it must install the lab again."),
    "label_empty": _l("Write a text first."),
    "decimal_unreadable": _l("“%(text)s” is not a number."),
    "colour_unreadable": _l("“%(text)s” is no colour; write it as #rrggbb."),
}

"""The sentences of error codes about orders, customs, stock, money, promotions and what comes after a sale."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

TRADE_SENTENCES: dict[str, LazyString] = {
    # Orders before they leave
    "order_on_hold": _l("The payment of this order is still being verified. Nothing may be sent before that."),
    "already_acknowledged": _l("This order is acknowledged already."),
    "already_sent": _l("Everything ordered of %(sku)s has been sent already."),
    "nothing_asked": _l("The buyer of this order has asked for nothing that is still open."),
    "nothing_more_to_come": _l("With this parcel nothing of the order is left to send. Untick “more to come”."),
    "orders_not_together": _l(
        "These orders cannot share a box: they need the same buyer, address and platform, and nothing of them sent yet."
    ),
    "split_and_combined": _l("A parcel is either a part of one order, or a box for several; not both."),
    "lane_refuses_goods": _l("This service does not carry such goods (%(goods)s). Choose another service."),
    "rule_forbids_lane": _l("A rule for these goods forbids this kind of service. Look at the product's rules under Customs."),
    "parcel_too_large": _l(
        "The parcel is too large for this service: %(found_mm)s mm, at most %(limit_mm)s mm are allowed."
    ),
    "parcel_sides_unreadable": _l("Length, width and height must be three numbers above 0, in millimetres."),
    "no_such_paper": _l("There is no such paper for this parcel."),
    "order_not_paid": _l("The payment of this order is still being verified; there is nothing to give back yet."),
    "refund_out_of_range": _l("You can give back any amount up to %(limit)s; %(found)s is not possible."),
    # Stock
    "order_quantity_out_of_range": _l("The supplier takes orders of %(least)s to %(limit)s pieces; these are %(found)s."),
    "not_enough_cash": _l("There is not enough money: %(wanted)s are needed, %(found)s are there."),
    "no_such_warehouse": _l("There is no warehouse abroad in this country."),
    "too_many_deliveries": _l("At most %(limit)s deliveries can be on the books of one run."),
    "freight_without_weight": _l("Goods without weight cannot be sent as freight."),
    "freight_without_volume": _l("The size of this product is not known, so freight cannot be reckoned."),
    "figure_below_nought": _l("A figure is below nought: %(name)s."),
    # Customs
    "no_such_hs_code": _l("The code %(hs_code)s is not in the table of HS codes."),
    "no_such_incoterm": _l("“%(incoterm)s” is not one of the eleven Incoterms 2020."),
    "incoterm_without_place": _l("An Incoterm needs a named place, such as “DAP Berlin”."),
    "no_such_cost": _l("There is no such cost."),
    "consignment_without_goods": _l("Give at least one kind of goods with its value."),
    "consignment_amount_negative": _l("An amount is below nought."),
    "no_such_flag": _l("“%(flag)s” is not one of the handling flags."),
    "no_figure_in_force": _l("The lab has no figure for this day (%(on)s)."),
    # Returns, claims, reviews
    "no_such_return": _l("The buyer of this order does not want to send anything back."),
    "return_decided": _l("This return is decided already."),
    "too_late_to_decide": _l("The time to decide this return is over; the platform decides."),
    "offer_waits": _l("The buyer has not answered your offer yet."),
    "offer_not_asked": _l("An amount belongs only to an offer."),
    "offer_missing": _l("Write which amount you offer."),
    "offer_out_of_range": _l("You can offer any amount up to %(limit)s; %(found)s is not possible."),
    "offer_is_everything": _l("That is everything the buyer paid. Accept the claim instead."),
    "nothing_to_refund": _l("The buyer has got everything back already."),
    "no_open_dispute": _l("There is no open claim about this order."),
    "dispute_answered": _l("You have answered this claim already."),
    "too_late_to_answer": _l("The time to answer this claim is over."),
    "evidence_not_there": _l("You do not have this piece of evidence: %(evidence)s."),
    "no_such_review": _l("The buyer of this order has written no review."),
    "already_replied": _l("You have replied to this review already."),
    # Prices abroad
    "markup_out_of_range": _l("A markup lies between %(least)s and %(limit)s thousandths; this one is %(found)s."),
    "rate_out_of_range": _l("The rate %(found)s is too far from today's rate, %(today)s."),
    "rate_without_exchange": _l("Buyers there pay in the shop's own currency; there is no rate to fix."),
    "ending_does_not_fit": _l("Prices in %(currency)s cannot end like that."),
    "no_pricing_rule": _l("There is no pricing rule for this place."),
    "no_local_money": _l("In this scenario all buyers pay in your shop's currency."),
    # Promotions
    "no_such_promotion": _l("There is no such promotion."),
    "too_many_promotions": _l("At most %(limit)s promotions can be kept."),
    "promotion_has_begun": _l("This promotion has begun; it can only be ended."),
    "promotion_is_over": _l("This promotion is over."),
    "promotion_without_listing": _l("Choose at least one listing."),
    "listing_without_price": _l("A listing without a price cannot take part: %(listing)s."),
    "promotion_across_platforms": _l("A promotion is for listings of one platform; %(listing)s is on another one."),
    "promotion_part_unfit": _l("This belongs to another kind of promotion; leave the field empty."),
    "promotion_begins_in_the_past": _l("A promotion cannot begin in the past."),
    "promotion_ends_before_it_begins": _l("A promotion must end after it begins."),
    "promotion_too_far_ahead": _l("A promotion can be booked at most %(limit)s days ahead."),
    "promotion_too_long": _l("A promotion can run at most %(limit)s days."),
    "promotion_overlaps": _l("Another promotion lowers the price of %(listing)s at that time."),
    "no_real_reduction": _l(
        "For %(listing)s this is no real reduction: %(price)s is not below %(reference)s, the lowest price of the last 30 days."
    ),
    "flash_not_low_enough": _l("For a flash sale %(listing)s may cost at most %(limit)s; it would cost %(price)s."),
    "flash_booked_too_late": _l("A flash sale must be booked at least %(limit)s hours before it begins."),
    "flash_lasts_otherwise": _l("A flash sale lasts exactly %(limit)s hours."),
    "flash_without_pieces": _l("Set some pieces aside for the flash sale."),
    "pieces_not_in_stock": _l("%(listing)s offers %(found)s pieces; %(needed)s are needed."),
    "no_sale_day_slot": _l("While your account is warned or restricted there are no slots for flash sales."),
    "price_is_promised": _l("The price of %(listing)s is promised to a promotion and cannot be changed until that is over."),
    "pieces_are_set_aside": _l("%(needed)s pieces of %(listing)s are set aside for a flash sale; offer at least as many."),
    # Sheets
    "sheet_empty": _l("The file has no rows."),
    "sheet_not_utf8": _l("The file is not in UTF-8. In a spreadsheet choose “CSV UTF-8” when saving."),
    "sheet_too_large": _l("The file is too large: at most %(limit)s rows or 2 MB."),
    "sheet_unreadable": _l("The file cannot be read as CSV."),
}

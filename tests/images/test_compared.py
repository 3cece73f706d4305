import msgspec

from lab.images.compared import COMPARE_VERSION, SAME, UNCLEAR, Compared


def test_the_product_is_the_first_part_of_the_asset():
    assert Compared("lamp-arc/in-use", 900).product == "lamp-arc"


def test_a_record_comes_back_from_plain_data_with_what_was_not_measured():
    found = Compared("mug/front", 700, "bottle/front", 120, inliers=31, tilt=-40, overlay=0)
    again = msgspec.convert(msgspec.to_builtins(found), Compared)
    assert again == found
    assert (again.sharpness, again.tilt, again.overlay, again.compare_version) == (None, -40, 0, COMPARE_VERSION)


def test_between_yes_and_no_there_is_room_for_a_person():
    assert 0 < UNCLEAR < SAME < 1000

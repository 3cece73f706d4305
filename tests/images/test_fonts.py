import unicodedata

import numpy as np
import pytest
from PIL import features

from lab.images import fonts
from lab.images.fonts import FONTS, base_language, characters, check_shaping, face, fonts_for
from lab.values.errors import LabError

FILES = sorted(path.name for path in FONTS.iterdir() if path.suffix in (".ttf", ".otf"))
SANS, ARABIC, CHINESE = "NotoSans-Regular.ttf", "NotoSansArabic-Regular.ttf", "NotoSansSC-Regular.otf"
LETTERS = {
    # each language's letters beyond the plain Latin alphabet; national alphabets and keyboards
    "en": "ABCXYZabcxyz0123456789 £€$%&@#'’“”–—…×°½",
    "de": "ÄÖÜẞäöüß„“‚‘€",
    "fr": "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸàâæçéèêëîïôœùûüÿ«»’",
    "es": "ÁÉÍÑÓÚÜáéíñóúü¿¡ºª",
    "pt": "ÀÁÂÃÇÉÊÍÓÔÕÚàáâãçéêíóôõú",
    "ru": "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя№₽«»",
    "kk": "ӘҒҚҢӨҰҮҺІәғқңөұүһі₸",
    "uz": "ʻʼ‘’OoGgЎҚҒҲўқғҳ",
    "tr": "ÇĞİÖŞÜÂÎÛçğıöşüâîû₺",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئىة٠١٢٣٤٥٦٧٨٩،؛؟٪٫٬ًٌٍَُِّْ",
    "fa": "پچژکگی۰۱۲۳۴۵۶۷۸۹٫٬«»",
    "ur": "ٹڈڑںھہۂۃےۓئؤ۔،؟۴۶۷",
    "hi": "अआइईउऊऋएऐओऔकखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहािीुूृेैोौंँः्ज़़ड़ढ़।०१२३४५६७८९₹",
    "id": "éÉ",
    "th": "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮะาำิีึืุูเแโใไๅๆ็่้๊๋์ฯ๐๑๒๓๔๕๖๗๘๙฿",
    "vi": "ĂÂĐÊÔƠƯăâđêôơưẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ₫",
    "zh": "，。、；：？！“”‘’（）《》【】—…￥％～·０１２ＡＢＣａｂｃ℃①②③",
    "he": "אבגדהוזחטיכךלמםנןסעפףצץקרשת״׳₪",
    "hy": "ԱԲԳԴԵԶաբգդեզևֆ՝՛՞",
    "ka": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
}
SIGNS = "→←↑↓↔≈≠≤≥±×÷√∞⌀∅µΩ²³½¼¾✓✔✗✘★☆●○■□▲▼◆♥⚠⚡☀❄♻™®©§"


def cover(file, text, **settings):
    """The pixels that a font draws at 40 to the em."""
    mask = face(file, 40).getmask(text, **settings)
    return mask.size, bytes(mask)


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("language", LETTERS)
def test_every_language_has_all_its_letters_in_both_weights(language, bold):
    text = unicodedata.normalize("NFC", LETTERS[language])
    files = fonts_for(list(text), language, bold=bold)
    assert [character for character, file in zip(text, files, strict=True) if file is None] == []


def test_chinese_has_all_characters_of_gb_2312():
    cells = [bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)]
    hanzi = {ord(cell.decode("gb2312")) for cell in cells if not (cell[0] == 0xD7 and cell[1] > 0xF9)}
    assert len(hanzi) == 6763
    assert hanzi <= characters(CHINESE)
    assert hanzi <= characters("NotoSansSC-Bold.otf")


def test_signs_of_drawings_and_lists_are_there():
    assert None not in fonts_for(list(SIGNS), "en", bold=False)
    assert None not in fonts_for(list(SIGNS), "en", bold=True)


def test_emoji_korean_and_unassigned_characters_have_no_font():
    assert fonts_for(["😀", "한", "\u0378", "\U00020000"], "en", bold=False) == [None] * 4


@pytest.mark.parametrize("file", FILES)
def test_the_map_of_a_font_says_what_it_draws(file):
    nothing = cover(file, "\U000e1000")
    points = sorted(characters(file))
    letters = [chr(point) for point in points if unicodedata.category(chr(point))[0] in "LNS"]
    step = max(1, len(letters) // 60)
    blank = {"\u3164", "\uffa0", "\u115f", "\u1160"}  # letters without ink: Hangul fillers
    assert [letter for letter in letters[::step] if letter not in blank and cover(file, letter) == nothing] == []
    # letters that this font lacks and that cannot be put together from others
    others = [point for point in range(0x1A20, 0x1AAE) if unicodedata.category(chr(point)) == "Lo"]
    assert others
    assert all(cover(file, chr(point)) == nothing for point in others)
    assert not set(others) & characters(file)


def test_every_font_in_the_folder_is_used_and_every_font_used_is_there():
    named = {file for family in fonts._FAMILIES.values() for file in family}
    assert named == set(FILES)


def test_fonts_are_small_and_bring_their_licence():
    assert sum((FONTS / file).stat().st_size for file in FILES) < 7_000_000
    licence = (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    for holder in ("Google LLC", "Adobe"):
        assert holder in licence
    readme = (FONTS / "README.md").read_text(encoding="utf-8")
    for file in FILES:
        stem, weight = file[:-4].split("-")
        assert f"`{stem}-*`" in readme or f"`{stem}-{weight}`" in readme, file


def test_figures_and_spaces_stay_in_the_font_of_what_stands_before_them():
    assert fonts_for(list("ق 12 م"), "ar", bold=False) == [ARABIC] * 6
    assert fonts_for(list("A-1 ق"), "ar", bold=False) == [SANS, SANS, SANS, SANS, ARABIC]
    assert fonts_for(list("12 م"), "ar", bold=False) == [ARABIC] * 4
    assert fonts_for(list("线1.5米"), "zh", bold=False) == [CHINESE] * 5


def test_quotes_are_wide_in_chinese_and_narrow_elsewhere():
    assert fonts_for(["“"], "zh", bold=False) == [CHINESE]
    assert fonts_for(["“"], "en", bold=False) == [SANS]


def test_a_character_and_its_marks_come_from_one_font():
    assert fonts_for(["é", "e\u0301", "ب\u064e", "ه\u200c"], "en", bold=False) == [SANS, SANS, ARABIC, ARABIC]
    assert fonts_for(["a\u064e"], "en", bold=False) == [None]  # a Latin letter with an Arabic vowel


def test_bold_is_another_file():
    assert fonts_for(["a", "ق", "线"], "en", bold=True) == [
        "NotoSans-Bold.ttf",
        "NotoSansArabic-Bold.ttf",
        "NotoSansSC-Bold.otf",
    ]


def test_letters_are_joined_and_put_together():
    joined = face(ARABIC, 100).getlength("كابل", direction="rtl")
    assert joined < sum(face(ARABIC, 100).getlength(letter, direction="rtl") for letter in "كابل")
    devanagari, thai = face("NotoSansDevanagari-Regular.ttf", 100), face("NotoSansThai-Regular.ttf", 100)
    assert devanagari.getlength("क्ष") < devanagari.getlength("क") + devanagari.getlength("ष")
    assert thai.getlength("ที่") == thai.getlength("ท")


def test_urdu_has_its_own_form_of_seven():
    assert cover(ARABIC, "۷", language="ur") != cover(ARABIC, "۷", language="fa")


def test_letters_are_not_bent_to_whole_pixels():
    # a capital is 0.714 em: 14.28 pixels at 20, so its uppermost row is covered to 28 of 100, not wholly
    for file in (SANS, "NotoSans-Bold.ttf"):
        mask = face(file, 20).getmask("H")
        rows = np.frombuffer(bytes(mask), np.uint8).reshape(mask.size[::-1])
        assert rows.shape[0] == 15
        assert 66 <= rows[0].max() <= 78
        assert rows[-1].max() == 255


def test_widths_grow_with_the_size():
    for file, text in ((SANS, "Hello wide world"), (CHINESE, "线长1.5米"), (ARABIC, "كابل")):
        assert face(file, 25).getlength(text) * 8 == pytest.approx(face(file, 200).getlength(text), rel=0.002)


def test_without_a_shaper_nothing_is_drawn(monkeypatch):
    # a machine without the library FriBiDi
    monkeypatch.setattr(features, "check", lambda feature: feature != "raqm")
    with pytest.raises(LabError, match="no_text_shaping"):
        check_shaping()
    face.cache_clear()
    with pytest.raises(LabError, match="no_text_shaping"):
        face(SANS, 21)


@pytest.mark.parametrize(
    ("tag", "language"), [("pt-BR", "pt"), ("ZH", "zh"), ("", "und"), ("x" * 12, "und"), ("a\0", "und")]
)
def test_the_base_language_of_a_tag(tag, language):
    assert base_language(tag) == language

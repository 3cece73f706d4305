"""Whether an answer states the true value of what was asked: sentences written by hand, in sixteen languages."""

import pytest

from lab.languages.goods import goods_name
from lab.market.authored import load_shared, load_type_file
from lab.market.catalogue import LANGUAGES, Attribute, ProductType, attribute_text
from lab.messages.answers import is_readable, judged
from lab.values.places import SEED

LAMP: ProductType = load_type_file(SEED / "catalogue" / "types" / "desk-lamp.yaml", load_shared()).type
TRUTH = {
    "socket": "E27", "cord_length": "150", "max_power": "40", "height": "42", "material": "metal", "colour": "black",
    "adjustable": "yes", "plug": "type_f",
}  # fmt: skip


def attribute(key: str) -> Attribute:
    found = LAMP.attribute(key)
    assert found is not None
    return found


def verdict(language: str, key: str, text: str) -> str:
    others = [(other, TRUTH[other.key]) for other in LAMP.attributes if other.key != key and other.key in TRUTH]
    return judged(text, attribute(key), TRUTH[key], language, others).verdict


ENGLISH = """
cord_length | right  | Hello Emma, the cord is 150 cm long. Best regards, Lampenladen
cord_length | right  | It's 1.5 m.
cord_length | right  | The cable measures about 59 inches (150 cm).
cord_length | right  | The lamp is 42 cm tall and the cord length is 150 cm.
cord_length | wrong  | The cord is 180 cm long.
cord_length | wrong  | It is 150 cm, or rather 180 cm.
cord_length | right  | Not 180 cm but 150 cm, sorry for the mix-up in the listing.
cord_length | silent | Thank you for your message, we will get back to you soon.
cord_length | silent | Hello, the height is 42 cm.
cord_length | silent | Das Kabel der Lampe ist 150 cm lang, viele Grüße aus Hamburg.
cord_length | right  | 150
colour      | right  | Hi! The lamp is black.
colour      | wrong  | It's white, as in the picture.
colour      | wrong  | It comes in black. No wait, it is white.
colour      | right  | It is not white, it is black.
colour      | wrong  | It isn't black.
colour      | silent | Do you prefer black or white?
colour      | right  | This one is black; also available in white.
material    | right  | Base and shade are both made of metal.
material    | wrong  | It is made of plastic.
adjustable  | right  | Yes, it is!
adjustable  | right  | Yes, of course. The arm bends in three places.
adjustable  | wrong  | No, sorry.
adjustable  | wrong  | Unfortunately the arm is not adjustable.
adjustable  | right  | The lamp is fully adjustable but not dimmable.
adjustable  | right  | No problem! The arm can be adjusted.
adjustable  | silent | Thanks for asking, I will check with the warehouse.
max_power   | right  | Bulbs up to 40 W fit.
max_power   | wrong  | You can use 60 W bulbs.
socket      | right  | It takes a normal E 27 bulb.
socket      | wrong  | It has an E14 socket.
plug        | right  | It comes with a type F plug.
plug        | wrong  | It has a type G plug for the UK.
"""
GERMAN = """
cord_length | right  | Guten Tag Frau Berger, das Kabel ist 150 cm lang. Viele Grüße, Lampenladen
cord_length | right  | Das sind 1,50 m.
cord_length | wrong  | Die Kabellänge beträgt 1,80 Meter.
cord_length | right  | Höhe 42 cm, Kabel 150 cm.
cord_length | right  | Das Kabel misst nicht 180 cm, sondern 150 cm.
cord_length | wrong  | Das Kabel ist 150 cm lang, in der neuen Ausführung sind es 200 cm.
cord_length | silent | Vielen Dank für Ihre Nachricht, wir klären das und melden uns.
cord_length | silent | The cord of this lamp is 150 cm long, kind regards from the shop.
cord_length | right  | 150 cm
colour      | right  | Hallo, die Lampe ist schwarz.
colour      | right  | Sie bekommen eine schwarze Lampe.
colour      | wrong  | Die Lampe ist weiß.
colour      | right  | Nicht weiß, sondern schwarz.
colour      | wrong  | Sie ist leider nicht schwarz.
colour      | silent | Welche Farbe hätten Sie denn gern, schwarz oder weiß?
material    | right  | Der Schirm ist aus Metall.
material    | right  | Sie hat einen schweren Metallfuß.
material    | wrong  | Die Lampe besteht aus Kunststoff.
adjustable  | right  | Ja, natürlich.
adjustable  | right  | Ja! Der Arm lässt sich in drei Gelenken verstellen.
adjustable  | right  | Hallo Frau Berger, ja, die Lampe ist verstellbar.
adjustable  | wrong  | Nein, leider nicht.
adjustable  | wrong  | Der Arm ist nicht verstellbar.
adjustable  | right  | Kein Problem: Die Lampe ist verstellbar.
adjustable  | right  | Die Lampe ist verstellbar, aber nicht dimmbar.
adjustable  | silent | Ich frage im Lager nach und melde mich.
max_power   | right  | Es passen Leuchtmittel bis 40 Watt.
max_power   | wrong  | Es passen Leuchtmittel bis 60 Watt.
socket      | right  | Die Fassung ist E27.
socket      | wrong  | Die Fassung ist E14.
plug        | right  | Mit Schuko-Stecker (Typ F).
plug        | wrong  | Der Stecker ist Typ G.
"""
SPANISH = """
cord_length | right  | Hola Lucía, el cable mide 150 cm. Saludos
cord_length | right  | Son 1,5 metros.
cord_length | wrong  | La longitud del cable es de 180 cm.
cord_length | right  | La altura es de 42 cm y la longitud del cable, 150 cm.
cord_length | right  | No son 180 cm, sino 150 cm.
cord_length | silent | Gracias por su mensaje, lo averiguo y le escribo enseguida.
colour      | right  | Hola, es negra.
colour      | right  | La lámpara es de color negro.
colour      | wrong  | Es de color blanco.
colour      | wrong  | No es negra.
colour      | silent | ¿La prefiere negra o blanca?
material    | right  | Está hecha de metal.
material    | right  | La base es metálica.
material    | wrong  | Es de plástico.
adjustable  | right  | Sí, claro.
adjustable  | right  | Buenas tardes, sí, el brazo es ajustable.
adjustable  | wrong  | No, lo siento.
adjustable  | wrong  | La lámpara no es ajustable.
adjustable  | right  | No hay problema, la lámpara es ajustable.
adjustable  | silent | Voy a preguntar en el almacén.
max_power   | right  | Admite bombillas de hasta 40 W.
max_power   | wrong  | Admite bombillas de hasta 60 W.
socket      | right  | Casquillo E27.
plug        | right  | Trae enchufe tipo F.
plug        | wrong  | Trae enchufe tipo A.
"""
RUSSIAN = """
cord_length | right  | Здравствуйте, Анна! Длина провода 150 см. С уважением, магазин
cord_length | right  | Провод полтора метра, точнее 1,5 м.
cord_length | wrong  | Длина провода 180 см.
cord_length | right  | Высота лампы 42 см, провод 150 см.
cord_length | right  | Не 180 см, а 150 см.
cord_length | silent | Спасибо за вопрос, уточним и напишем.
cord_length | silent | The cord of this lamp is one and a half metres long, kind regards.
colour      | right  | Добрый день, лампа чёрная.
colour      | right  | Черного цвета.
colour      | wrong  | Лампа белая.
colour      | wrong  | Она не черная.
colour      | silent | Какой цвет вам нужен: чёрный или белый?
material    | right  | Основание из металла.
material    | right  | Лампа металлическая.
material    | wrong  | Корпус пластиковый.
adjustable  | right  | Да, конечно.
adjustable  | right  | Здравствуйте! Да, стойка регулируется.
adjustable  | wrong  | К сожалению, нет.
adjustable  | wrong  | Лампа не регулируется.
adjustable  | right  | Лампа регулируемая, но без диммера.
adjustable  | silent | Мы уточним на складе.
max_power   | right  | Лампочка до 40 Вт.
max_power   | wrong  | Подойдёт лампочка до 60 Вт.
socket      | right  | Цоколь Е27.
socket      | wrong  | Цоколь E14.
plug        | right  | Вилка европейская, тип F.
plug        | wrong  | Вилка тип G.
"""
ARABIC = """
cord_length | right  | السلام عليكم، طول السلك 150 سم. مع التحية
cord_length | right  | طول السلك ١٥٠ سم.
cord_length | right  | السلك متر ونصف، أي 1.5 متر.
cord_length | wrong  | طول السلك 180 سم.
cord_length | right  | ليس 180 سم بل 150 سم.
cord_length | silent | شكرا على سؤالكم، سنسأل المستودع ونعود إليكم.
cord_length | silent | Thank you for asking, the cord of this lamp is 150 cm long.
colour      | right  | اللون أسود.
colour      | right  | المصباح باللون الأسود.
colour      | wrong  | اللون أبيض.
colour      | wrong  | ليس أسود.
colour      | silent | هل تفضلون الأسود أم الأبيض؟
material    | right  | مصنوع من المعدن.
material    | wrong  | مصنوع من البلاستيك.
adjustable  | right  | نعم، بالتأكيد.
adjustable  | right  | المصباح قابل للتعديل.
adjustable  | wrong  | لا، للأسف.
adjustable  | wrong  | المصباح غير قابل للتعديل.
max_power   | right  | يناسب لمبة حتى 40 واط.
max_power   | wrong  | يناسب لمبة حتى 60 واط.
socket      | right  | القاعدة E27.
plug        | right  | القابس من النوع F.
plug        | wrong  | القابس من النوع G.
"""
PORTUGUESE = """
cord_length | right  | Olá Ana, o cabo tem 150 cm. Abraços
cord_length | right  | São 1,5 m de cabo.
cord_length | wrong  | O comprimento do cabo é de 180 cm.
cord_length | right  | A altura é de 42 cm e o comprimento do cabo é de 150 cm.
cord_length | right  | Não são 180 cm, mas 150 cm.
cord_length | silent | Obrigado pelo contato, vou verificar e já respondo.
colour      | right  | Oi, a luminária é preta.
colour      | right  | A cor é preto.
colour      | wrong  | É branca.
colour      | wrong  | Não é preta.
colour      | silent | Você prefere preta ou branca?
material    | right  | É feita de metal.
material    | right  | A base é metálica.
material    | wrong  | É de plástico.
adjustable  | right  | Sim, claro!
adjustable  | right  | Boa tarde, sim, o braço é articulado.
adjustable  | wrong  | Não, infelizmente.
adjustable  | wrong  | A luminária não é articulada.
adjustable  | right  | Não tem problema, ela é articulada.
adjustable  | silent | Vamos verificar no estoque.
max_power   | right  | Aceita lâmpadas de até 40 W.
max_power   | wrong  | Aceita lâmpadas de até 60 W.
socket      | right  | O soquete é E27.
plug        | right  | Vem com plugue tipo F.
plug        | wrong  | Vem com plugue tipo N.
"""
TABLE = [
    (language, *(part.strip() for part in line.split("|", 2)))
    for language, lines in (
        ("en", ENGLISH), ("de", GERMAN), ("es", SPANISH), ("ru", RUSSIAN), ("ar", ARABIC), ("pt", PORTUGUESE),
    )
    for line in lines.strip().splitlines()
]  # fmt: skip


def test_the_table_is_long_enough_and_has_every_verdict_in_every_language() -> None:
    assert len(TABLE) >= 120
    assert {(row[0], row[2]) for row in TABLE} == {(language, word) for language in ("en", "de", "es", "ru", "ar", "pt") for word in ("right", "wrong", "silent")}


@pytest.mark.parametrize(("language", "key", "expected", "text"), TABLE)
def test_an_answer_is_judged_as_a_buyer_would(language: str, key: str, expected: str, text: str) -> None:
    assert verdict(language, key, text) == expected


def test_every_choice_of_the_lamp_is_recognised_by_its_own_name_and_by_no_other() -> None:
    for language in ("en", "de", "es", "ru", "ar", "pt"):
        for one in LAMP.attributes:
            for key, names in one.choices.items():
                for truth in one.choices:
                    assert judged(f"{names[language]}.", one, truth, language).verdict == ("right" if key == truth else "wrong")


FOLDERS = """
fa | cord_length | right  | سلام، طول سیم ۱۵۰ سانتی‌متر است.
fa | cord_length | wrong  | طول سیم ۱۸۰ سانتی‌متر است.
fa | cord_length | silent | از پیام شما سپاسگزاریم، بررسی می‌کنیم و خبر می‌دهیم.
fa | colour      | right  | رنگ چراغ مشکی است.
fa | colour      | wrong  | رنگ چراغ سفید است.
fa | material    | right  | بدنهٔ چراغ از جنس فلز است.
fa | material    | wrong  | از جنس پلاستیک است.
fa | adjustable  | right  | بله، حتماً.
fa | adjustable  | wrong  | خیر، متأسفانه.
fr | cord_length | right  | Bonjour, le câble mesure 1,50 m. Cordialement
fr | cord_length | wrong  | La longueur du câble est de 180 cm.
fr | cord_length | silent | Merci pour votre message, nous vérifions et revenons vers vous.
fr | colour      | right  | La lampe est noire.
fr | colour      | wrong  | Elle est blanche.
fr | colour      | wrong  | Elle n'est pas noire.
fr | material    | right  | Le pied est en métal.
fr | adjustable  | right  | Oui, bien sûr !
fr | adjustable  | wrong  | Non, malheureusement.
fr | adjustable  | wrong  | Le bras n'est pas réglable.
hi | cord_length | right  | नमस्ते, तार की लंबाई 150 सेमी है।
hi | cord_length | wrong  | तार 180 सेमी लंबा है।
hi | cord_length | silent | आपके संदेश के लिए धन्यवाद, हम जाँच करके बताते हैं।
hi | colour      | right  | लैंप का रंग काला है।
hi | colour      | wrong  | लैंप सफ़ेद रंग का है।
hi | colour      | silent | आपको काला चाहिए या सफ़ेद?
hi | material    | right  | यह धातु का बना है।
hi | material    | wrong  | यह प्लास्टिक का है।
hi | adjustable  | right  | जी हाँ, बिल्कुल।
hi | adjustable  | wrong  | जी नहीं, माफ़ कीजिए।
id | cord_length | right  | Halo Kak, panjang kabelnya 150 cm.
id | cord_length | wrong  | Kabelnya 180 cm, Kak.
id | cord_length | silent | Terima kasih pesannya, kami cek dulu ya.
id | colour      | right  | Lampunya berwarna hitam.
id | colour      | wrong  | Warnanya putih, Kak.
id | colour      | wrong  | Lampunya tidak hitam.
id | material    | right  | Bahannya logam.
id | material    | wrong  | Terbuat dari plastik.
id | adjustable  | right  | Ya, tentu saja.
id | adjustable  | wrong  | Tidak, Kak, mohon maaf.
kk | cord_length | right  | Сәлеметсіз бе! Сымының ұзындығы 150 см.
kk | cord_length | wrong  | Сымның ұзындығы 180 см.
kk | cord_length | silent | Хабарламаңызға рахмет, тексеріп, жауап береміз.
kk | colour      | right  | Шамның түсі қара.
kk | colour      | wrong  | Түсі ақ.
kk | material    | right  | Материалы металл.
kk | material    | wrong  | Ол пластиктен жасалған.
kk | adjustable  | right  | Иә, әрине.
kk | adjustable  | wrong  | Жоқ, өкінішке қарай.
th | cord_length | right  | สวัสดีค่ะ สายไฟยาว 150 ซม. ค่ะ
th | cord_length | wrong  | สายยาว 180 ซม. ครับ
th | cord_length | silent | ขอบคุณสำหรับข้อความค่ะ ขอเช็กข้อมูลก่อนนะคะ
th | colour      | right  | โคมไฟเป็นสีดำค่ะ
th | colour      | wrong  | โคมไฟเป็นสีขาวค่ะ
th | colour      | wrong  | โคมไฟไม่ใช่สีดำค่ะ
th | material    | right  | ตัวโคมทำจากโลหะค่ะ
th | material    | wrong  | ตัวโคมทำจากพลาสติกค่ะ
th | adjustable  | right  | ใช่ค่ะ
th | adjustable  | wrong  | ไม่ได้ค่ะ ขออภัยด้วย
tr | cord_length | right  | Merhaba, kablonun uzunluğu 150 cm'dir.
tr | cord_length | wrong  | Kablo 180 cm uzunluğunda.
tr | cord_length | silent | Mesajınız için teşekkürler, kontrol edip döneceğiz.
tr | colour      | right  | Lambanın rengi siyahtır.
tr | colour      | wrong  | Lamba beyaz renkte.
tr | colour      | wrong  | Lamba siyah değil.
tr | colour      | right  | Lamba beyaz değil siyah renkte.
tr | cord_length | right  | 180 cm değil, 150 cm.
hi | colour      | wrong  | लैंप काला नहीं है।
fa | colour      | wrong  | چراغ مشکی نیست.
uz | colour      | wrong  | Chiroq qora emas.
tr | material    | right  | Gövdesi metaldir.
tr | material    | wrong  | Gövdesi plastikten yapılmıştır.
tr | adjustable  | right  | Evet, tabii ki.
tr | adjustable  | wrong  | Hayır, maalesef.
ur | cord_length | right  | السلام علیکم، تار کی لمبائی 150 سینٹی میٹر ہے۔
ur | cord_length | wrong  | تار 180 سینٹی میٹر لمبی ہے۔
ur | cord_length | silent | پیغام کا شکریہ، ہم معلوم کر کے بتاتے ہیں۔
ur | colour      | right  | لیمپ کا رنگ سیاہ ہے۔
ur | colour      | wrong  | لیمپ سفید رنگ کا ہے۔
ur | material    | right  | یہ دھات کا بنا ہوا ہے۔
ur | material    | wrong  | یہ پلاسٹک کا ہے۔
ur | adjustable  | right  | جی ہاں، بالکل۔
ur | adjustable  | wrong  | جی نہیں، معذرت۔
uz | cord_length | right  | Assalomu alaykum! Simining uzunligi 150 sm.
uz | cord_length | wrong  | Sim uzunligi 180 sm.
uz | cord_length | silent | Xabaringiz uchun rahmat, tekshirib javob beramiz.
uz | colour      | right  | Chiroqning rangi qora.
uz | colour      | wrong  | Rangi oq.
uz | material    | right  | Metalldan yasalgan.
uz | material    | wrong  | Plastikdan yasalgan.
uz | adjustable  | right  | Ha, albatta.
uz | adjustable  | wrong  | Yoʻq, afsuski.
vi | cord_length | right  | Chào bạn, dây dài 150 cm ạ.
vi | cord_length | wrong  | Chiều dài dây là 180 cm.
vi | cord_length | silent | Cảm ơn bạn đã nhắn tin, shop kiểm tra rồi báo lại nhé.
vi | colour      | right  | Đèn màu đen ạ.
vi | colour      | wrong  | Đèn có màu trắng.
vi | colour      | wrong  | Đèn không phải màu đen.
vi | material    | right  | Thân đèn làm bằng kim loại.
vi | material    | wrong  | Thân đèn bằng nhựa.
vi | adjustable  | right  | Dạ có ạ.
vi | adjustable  | wrong  | Dạ không ạ, rất tiếc.
"""
FOLDER_TABLE = [tuple(part.strip() for part in line.split("|", 3)) for line in FOLDERS.strip().splitlines()]


@pytest.mark.parametrize(("language", "key", "expected", "text"), FOLDER_TABLE)
def test_languages_outside_the_catalogue_are_judged_by_the_names_of_their_folder(
    language: str, key: str, expected: str, text: str
) -> None:
    assert verdict(language, key, text) == expected


def test_every_choice_of_the_lamp_is_recognised_by_the_name_of_its_folder() -> None:
    missed = [
        (language, one.key, key, truth)
        for language in sorted({row[0] for row in FOLDER_TABLE})
        for one in LAMP.attributes
        for key, names in one.choices.items()
        for truth in one.choices
        if judged(f"{goods_name('choices', names, language)}.", one, truth, language).verdict
        != ("right" if key == truth else "wrong")
    ]
    assert missed == []


@pytest.mark.slow
def test_the_catalogues_own_words_are_recognised_for_goods_of_all_kinds() -> None:
    """ "Colour: black." in every language, for every twelfth type; one name that stands within another may be missed."""
    tried = missed = 0
    for path in sorted((SEED / "catalogue" / "types").glob("*.yaml"))[::12]:
        type_ = load_type_file(path, load_shared()).type
        truth = {one.key: _values(one)[0] for one in type_.attributes}
        for one in type_.attributes:
            others = [(other, truth[other.key]) for other in type_.attributes if other is not one]
            for language in LANGUAGES:
                for value in _values(one):
                    text = f"{one.names[language]}: {attribute_text(one, value, language)}."
                    expected = "right" if value == truth[one.key] else "wrong"
                    tried += 1
                    missed += judged(text, one, truth[one.key], language, others).verdict != expected
    assert tried > 2000
    assert missed * 200 <= tried


def _values(one: Attribute) -> list[str]:
    if one.kind == "choice":
        return list(one.choices)
    return ["yes", "no"] if one.kind == "yes_no" else [str(one.low), str(one.low + one.step)]


def test_the_span_shows_what_was_read() -> None:
    text = "Guten Tag, das Kabel ist 150 cm lang."
    found = judged(text, attribute("cord_length"), "150", "de")
    assert found.span is not None
    assert text[slice(*found.span)] == "150 cm"
    text = "Здравствуйте! Лампа чёрная."
    found = judged(text, attribute("colour"), "black", "ru")
    assert found.span is not None
    assert text[slice(*found.span)] == "чёрная"


def test_a_no_is_the_right_answer_when_it_is_true() -> None:
    assert judged("No, sorry.", attribute("adjustable"), "no", "en").verdict == "right"
    assert judged("Ja, sie ist verstellbar.", attribute("adjustable"), "no", "de").verdict == "wrong"


def test_codes_and_numbers_are_read_in_every_language() -> None:
    assert is_readable("150 cm", "ru")
    assert is_readable("USB-C, E27", "ar")
    assert not is_readable("This is an ordinary sentence about lamps and their cables.", "ru")


@pytest.mark.parametrize("text", ["", " ", "\u202e\u200b", "?" * 2000, "150 cm " * 700, "A" * 5000, "🙂" * 400, "٣٤٥ سم", "0/0 cm", "(" * 300])
def test_hostile_text_is_judged_without_harm(text: str) -> None:
    for one in LAMP.attributes:
        assert judged(text, one, TRUTH[one.key], "en").verdict in ("right", "wrong", "silent")

"""Promises and offers, true and innocent, in ten languages; every text was written for this test."""

import time

import pytest

from lab.languages.promises import PROMISE_KINDS, promises_found

CONTACTS = [
    "Please write to me on WhatsApp.",
    "You can pay me directly, it is cheaper.",
    "Mail: shop@example.com",
    "Call us at 202 555 0147 please",
    "Visit https://lampshop.example/x",
    "Our number is +1 202 555 0147.",
    "Schreiben Sie mir auf WhatsApp: 0170 1234567.",
    "Überweisen Sie den Betrag bitte direkt auf mein Konto.",
    "Rufen Sie uns gern an.",
    "Wir können den Kauf auch außerhalb der Plattform abwickeln.",
    "Telefon 0301234567",
    "Nicht hier, sondern per Telegram bitte.",
    "Напишите мне в WhatsApp.",
    "Переведите, пожалуйста, деньги на карту.",
    "Мой номер: 8 (701) 123-45-67",
    "Давайте оформим мимо площадки, будет дешевле.",
    "Пишите на почту: lamp@mail.ru",
    "Маған WhatsApp-қа жазыңыз.",
    "Ақшаны картама аударыңыз.",
    "Бізге қоңырау шалыңыз: +7 701 123 45 67",
    "Платформадан тыс сатып алсаңыз, арзанырақ болады.",
    "Escríbame por WhatsApp.",
    "Puede pagar directamente a mi cuenta.",
    "Llámenos al 55 1234 5678.",
    "Mejor cerramos la venta fuera de la plataforma.",
    "راسلني على واتساب.",
    "حوّل المبلغ إلى حسابي البنكي.",
    "يمكننا إتمام البيع خارج المنصة.",
    "رقم الجوال: ٠٥٠١٢٣٤٥٦٧",
    "请加我微信详聊。",
    "您可以直接转账给我，更便宜。",
    "请打电话13812345678",
    "我们可以在平台外交易。",
    "Me chame no WhatsApp.",
    "Faça um Pix direto, sai mais barato.",
    "Podemos fechar a venda fora da plataforma.",
    "Ligue para nós: (11) 98765-4321.",
    "WhatsApp'tan yazın lütfen.",
    "Parayı IBAN'a gönderin.",
    "Bizi arayın: 0532 123 45 67",
    "Platform dışında daha ucuza verebiliriz.",
    "Menga Telegramdan yozing.",
    "Pulni kartamga tashlang.",
    "Menga qo‘ng‘iroq qiling: +998 90 123 45 67",
    "Platformadan tashqarida arzonroq bo‘ladi.",
    "Kindly add me on Telegram @lampshop_kz for faster support.",
    "If you cancel here and order from our own website www.lumora-lamps.com you save 10 %.",
    "Sie erreichen uns unter +49 (0)30 123456-78.",
    "Gern auch per Mail an service@lumora.de.",
    "Скиньте номер, я перезвоню в вотсап",
    "Оплатите переводом на Kaspi Gold, так быстрее",
    "Вот наш сайт: lumora.kz",
    "Kaspi-ге аударсаңыз, бүгін жібереміз. Нөмір: 8 701 123 45 67",
    "Mi WhatsApp es +52 55 1234 5678",
    "تواصل معنا على الرقم 0501234567",
    "我的微信号是lamp2026，加我",
    "可以通过支付宝转账，给您便宜5%。",
    "Pode me chamar no zap: 11 98765-4321",
    "Bana 0532 123 45 67 numarasından ulaşabilirsiniz.",
    "Ödemeyi doğrudan IBAN'ıma yapabilirsiniz.",
]

FIXED_DATES = [
    "Your parcel will definitely arrive on May 9.",
    "We guarantee delivery by Friday.",
    "It will be delivered tomorrow, 100%!",
    "I promise you will receive it before Christmas.",
    "Das Paket kommt garantiert am 9. Mai an.",
    "Wir garantieren die Lieferung bis Freitag.",
    "Auf jeden Fall ist die Lampe am 9. Mai bei Ihnen.",
    "Ich verspreche Ihnen, dass das Paket morgen ankommt.",
    "Точно доставим 9 мая.",
    "Гарантируем доставку до пятницы.",
    "Посылка обязательно придёт 9 мая.",
    "Обещаем, что вы получите заказ завтра.",
    "Сәлемдеме 9 мамырда міндетті түрде жетеді.",
    "9 мамырға дейін жеткізуге кепілдік береміз.",
    "Тапсырысыңыз ертең сөзсіз келеді.",
    "Уәде береміз: 5 күнде қолыңызға тиеді.",
    "Le garantizamos que llegará el 9 de mayo.",
    "Lo recibirá mañana sin falta.",
    "Seguro que llega el viernes.",
    "Prometemos la entrega el 9 de mayo.",
    "نضمن لكم وصول الطرد يوم 9 مايو.",
    "سيصل الطلب غدًا بكل تأكيد.",
    "أعدك أن يصل الطرد يوم الجمعة.",
    "التوصيل مضمون خلال 5 أيام.",
    "保证5月9日送达。",
    "明天一定能收到。",
    "我们承诺周五前送到。",
    "5月9日肯定到货。",
    "Garantimos a entrega no dia 9 de maio.",
    "Com certeza chega amanhã.",
    "Prometemos que você recebe na sexta-feira.",
    "A entrega está garantida até 9 de maio.",
    "Kargonuz 9 Mayıs'ta kesinlikle elinizde olacak.",
    "Cuma gününe kadar teslimatı garanti ediyoruz.",
    "Paketiniz yarın mutlaka gelir.",
    "Söz veriyoruz, 9 Mayıs'ta teslim edilecek.",
    "Buyurtmangiz 9-may kuni albatta yetib boradi.",
    "Ertaga yetkazishga kafolat beramiz.",
    "The lamp will be with you on Friday, guaranteed!",
    "Sie erhalten die Lampe zu 100 % am Samstag.",
    "Гарантированно доставим к 9 мая!",
    "100% успеем доставить до Нового года",
    "我向您保证3天内到货",
    "سيصلك الطرد حتمًا قبل العيد",
    "Llegará con toda seguridad antes del viernes",
    "Chegará sem falta até sexta-feira",
]

PAID_REVIEWS = [
    "We will refund 10 EUR if you leave a five-star review.",
    "You get a discount in exchange for a positive review.",
    "If you delete your review, we will send you a gift.",
    "Leave a 5-star review and get a free bulb.",
    "Wenn Sie uns 5 Sterne geben, erstatten wir 10 €.",
    "Für eine positive Bewertung erhalten Sie einen Gutschein.",
    "Sobald Sie Ihre Bewertung löschen, bekommen Sie das Geld zurück.",
    "Schreiben Sie eine Rezension und Sie erhalten ein Geschenk.",
    "Если вы удалите отзыв, мы вернём деньги.",
    "Оставьте отзыв и получите скидку.",
    "За отзыв дарим подарок.",
    "За положительный отзыв вернём 10 %.",
    "Жақсы пікір жазсаңыз, жеңілдік береміз.",
    "Пікіріңізді өшірсеңіз, ақшаңызды қайтарамыз.",
    "Пікір үшін сыйлық береміз.",
    "5 жұлдыз қойсаңыз, купон аласыз.",
    "Si nos deja una reseña de 5 estrellas, le devolvemos 10 €.",
    "A cambio de una buena reseña le regalamos una bombilla y un cupón.",
    "Si elimina su opinión, le reembolsamos todo.",
    "Deje una reseña y reciba un descuento.",
    "إذا تركت تقييمًا بخمس نجوم فسنرد لك 10 دولارات.",
    "مقابل تقييم إيجابي تحصل على هدية.",
    "احذف التقييم وسنعيد لك المبلغ.",
    "بعد حذف التقييم سنرد المبلغ.",
    "五星好评返现10元。",
    "给好评送红包。",
    "删除差评就退款给您。",
    "好评后可得优惠券。",
    "Se você deixar uma avaliação de 5 estrelas, devolvemos R$ 10.",
    "Em troca de uma boa avaliação, damos um desconto.",
    "Deixe uma avaliação e ganhe um brinde.",
    "Se apagar o comentário, fazemos o reembolso.",
    "5 yıldız verirseniz 50 TL iade ederiz.",
    "Olumlu yorum karşılığında hediye gönderiyoruz.",
    "Yorumunuzu silerseniz paranızı geri öderiz.",
    "Yorum yapın, indirim kuponu kazanın.",
    "Remove the bad review and we'll give you your money back.",
    "Ändern Sie Ihre Bewertung auf 5 Sterne, dann erstatten wir den Betrag.",
    "Поставьте 5 звёзд, и мы вернём 500 рублей",
    "若您给五星好评，我们退您10元",
]

REVIEW_REQUESTS = [
    "Please leave us a review.",
    "Bitte bewerten Sie uns.",
    "Оставьте, пожалуйста, отзыв.",
    "Пікір қалдырыңызшы, пікір жазыңыз.",
    "Por favor, déjenos una reseña.",
    "نرجو أن تترك تقييمًا: اترك تقييمًا",
    "请给个好评。",
    "Deixe uma avaliação, por favor.",
    "Lütfen yorum yapın.",
    "Iltimos, fikr qoldiring.",
    "Könnten Sie die Bewertung löschen?",
    "Wir würden uns über eine Bewertung freuen.",
]

INNOCENT = [
    "Your order 302-1234567-1234567 was shipped with tracking number RB123456785CN.",
    "We can only talk here on Meridian, so unfortunately we cannot use WhatsApp.",
    "The total is 1,245.90 USD, and delivery is expected between May 7 and May 9.",
    "Thank you for your review! The refund of 45.90 EUR was issued on 4 May 2026.",
    "It usually takes 9-14 days; we cannot guarantee a date.",
    "Please don't worry, your parcel 00340434161094042557 left on 2026-05-04.",
    "Definitely a good choice: the cord is 180 cm.",
    "We do not offer refunds in exchange for reviews.",
    "Ihr Paket kommt voraussichtlich zwischen dem 7. und 9. Mai an.",
    "Leider können wir nicht per WhatsApp schreiben, bitte bleiben Sie hier auf der Plattform.",
    "Ihre Bestellung 20931 vom 04.05.2026 über 1.245,90 € ist unterwegs, Sendungsnummer 123456789012.",
    "Vielen Dank für Ihre Bewertung, die Erstattung ist veranlasst.",
    "Wir können den 9. Mai leider nicht garantieren.",
    "Sie haben auf jeden Fall 14 Tage Rückgaberecht.",
    "Die Lampe hat 2 Jahre Garantie und wird am 4. Mai geliefert.",
    "Zahlungen außerhalb der Plattform sind nicht erlaubt.",
    "Wir erstatten Ihnen 45,90 €.",
    "Доставка займёт ориентировочно 9–14 дней.",
    "Ваш заказ № 8123456789012345 отправлен, трек-номер LP00123456789012.",
    "К сожалению, мы не можем общаться в WhatsApp, пишите здесь.",
    "Спасибо за отзыв! Деньги вернули на карту 04.05.2026.",
    "Сумма 12 500 000 сум, срок 9–14 дней.",
    "Мы не можем гарантировать доставку до 9 мая.",
    "Посылка отправлена 4 мая, трек 80110123456789.",
    "По правилам оплата напрямую запрещена.",
    "Сәлемдеме шамамен 9–14 күнде жетеді.",
    "Тапсырыс нөмірі 20931, трек-нөмір RB123456785KZ.",
    "WhatsApp арқылы жаза алмаймыз, осында жазыңыз.",
    "Пікіріңіз үшін рақмет! 12 500 ₸ қайтардық.",
    "9 мамырға кепілдік бере алмаймыз.",
    "El envío tarda aproximadamente de 9 a 14 días.",
    "Su pedido 302-1234567-1234567 ya salió, guía 1234567890.",
    "No podemos atender por WhatsApp.",
    "Gracias por su reseña. Hemos devuelto 1.245,90 €.",
    "No podemos garantizar que llegue el 9 de mayo.",
    "من المتوقع وصول الطرد بين 7 و9 مايو.",
    "رقم الطلب 20931123456 ورقم التتبع RB123456785CN.",
    "لا يمكننا التواصل عبر واتساب.",
    "شكرًا على تقييمك، أعدنا ١٬٢٤٥٫٩٠ ر.س إلى بطاقتك.",
    "لا نضمن وصول الطرد يوم 9 مايو.",
    "预计5月7日至9日送达。",
    "订单号13812345678901，运单号SF1234567890123。",
    "抱歉，我们不能加微信，请在平台上沟通。",
    "感谢您的评价，退款已处理。",
    "我们无法保证5月9日送达。",
    "快递单号13812345678已发出。",
    "A entrega está prevista para 7 a 9 de maio.",
    "Seu pedido 302-1234567-1234567 foi enviado, rastreio LB123456789BR.",
    "Não podemos atender pelo WhatsApp.",
    "Obrigado pela avaliação! O reembolso de R$ 1.245,90 foi feito.",
    "Kargonuz tahminen 7-9 Mayıs arasında teslim edilecek.",
    "Sipariş numaranız 1234567890, takip numarası 12345678901234.",
    "Maalesef WhatsApp üzerinden yazışamıyoruz.",
    "Yorumunuz için teşekkür ederiz, 1.245,90 TL iade edildi.",
    "Buyurtmangiz taxminan 9–14 kunda yetib boradi.",
    "Kechirasiz, Telegram orqali yoza olmaymiz.",
    "Buyurtma raqami 20931, summa 1 245 900 so‘m.",
    "The order number is 304-9988776-1122334 and the invoice is INV-2026-000123.",
    "The parcel is 45 x 20 x 15 cm, 2.1 kg, HS code 9405.21.40.",
    "EAN 4006381333931, model 8000-1234",
    "Die Rechnungsnummer lautet 2026-000123, Steuernummer 12/345/67890.",
    "Bitte haben Sie noch etwas Geduld, das Paket ist beim Zoll.",
    "Wir liefern in der Regel in 9 bis 14 Tagen.",
    "Bitte schreiben Sie uns hier, wir antworten innerhalb von 24 Stunden.",
    "Es tut mir leid, dass wir außerhalb von Meridian nicht verkaufen dürfen; WhatsApp ist uns nicht erlaubt.",
    "Для возврата напишите нам в этом чате.",
    "Лампа точно подходит для цоколя E27, шнур 180 см.",
    "Обязательно сообщим вам, когда посылка прибудет.",
    "Заказ №20931 от 04.05.2026 на сумму 45 990 ₸ передан в доставку, трек-номер 80088012345678.",
    "Мы отправим новый плафон бесплатно, срок 9–14 дней.",
    "Сіздің тапсырысыңыз 9 мамырға қарай келеді деп күтіледі.",
    "El número de guía es 7489 1234 5678, puede seguirlo en la plataforma.",
    "Le reembolsamos 45,90 € a su tarjeta el 4 de mayo.",
    "رقم التتبع 123456789012 ويمكنك متابعته في التطبيق.",
    "سنرد المبلغ خلال 5 أيام عمل.",
    "您的订单20260504123456已发货，预计9到14天送达。",
    "我们一定会尽快为您处理。",
    "一定要选E27灯泡。",
    "O código de rastreio é NX123456789BR e a entrega leva de 9 a 14 dias.",
    "Kargo takip numaranız 1234567890123, teslimat 9-14 gün sürer.",
    "Ürün kesinlikle E27 duy ile uyumludur.",
    "We cannot promise a date, but it should arrive around May 9.",
    "Rate: 1.5 A, IP20, 220-240 V, 50/60 Hz, 3000 K, 806 lm.",
    "Your reference is 8801234567; please keep it.",
    "Thank you for your five-star review!",
    "Payment outside Meridian is not allowed, please use the checkout.",
    "Wir bitten um Entschuldigung und erstatten den vollen Betrag, wenn Sie die Lampe zurücksenden.",
    "Если лампа не подойдёт, вернём деньги в течение 14 дней после доставки.",
    "If you return the lamp within 30 days we refund the full price.",
    "Guten Tag, die Lampe hat die Nummer 0815-4711.",
    "Our 30-day money-back guarantee starts with delivery.",
    "Оплата проходит только через площадку, переводы на карту мы не принимаем.",
    "您可以放心，包裹已经在路上。",
]


def kinds_in(text: str) -> set[str]:
    return {found.kind for found in promises_found(text, PROMISE_KINDS)}


@pytest.mark.parametrize("text", CONTACTS)
def test_contact_or_payment_outside_the_platform_is_found_and_nothing_else(text):
    assert kinds_in(text) == {"off_platform_contact"}


@pytest.mark.parametrize("text", FIXED_DATES)
def test_a_guaranteed_day_of_delivery_is_found_and_nothing_else(text):
    assert kinds_in(text) == {"fixed_delivery_date"}


@pytest.mark.parametrize("text", PAID_REVIEWS)
def test_money_or_gifts_for_a_review_are_found(text):
    assert "refund_for_review" in kinds_in(text)
    assert kinds_in(text) <= {"refund_for_review", "review_request"}


@pytest.mark.parametrize("text", REVIEW_REQUESTS)
def test_asking_for_a_review_is_found_and_nothing_else(text):
    assert kinds_in(text) == {"review_request"}


@pytest.mark.parametrize("text", INNOCENT)
def test_an_honest_sentence_holds_no_promise(text):
    assert promises_found(text, PROMISE_KINDS) == []


def test_only_the_kinds_asked_for_are_given():
    text = "Bitte bewerten Sie uns. Mein WhatsApp: +49 170 1234567"
    assert {found.kind for found in promises_found(text, ["review_request"])} == {"review_request"}
    assert promises_found(text, []) == []


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="free_gift"):
        promises_found("x", ["free_gift"])


def test_the_span_shows_the_words_in_the_text():
    text = "Guten Tag, schreiben Sie mir bitte: WhatsApp ist schneller."
    (found,) = promises_found(text, ["off_platform_contact"])
    assert text[slice(*found.span)] == found.phrase == "WhatsApp"


def test_the_span_counts_characters_of_the_text_also_after_hidden_marks():
    text = "\u200f\u200fرقم الجوال: ٠٥٠١٢٣٤٥٦٧"
    (found,) = promises_found(text, ["off_platform_contact"])
    assert text[slice(*found.span)] == "٠٥٠١٢٣٤٥٦٧"


def test_addresses_of_the_platform_itself_are_allowed_when_named():
    text = "See https://help.meridian.example/returns for the rules."
    assert kinds_in(text) == {"off_platform_contact"}
    assert promises_found(text, PROMISE_KINDS, own_hosts=["meridian.example"]) == []
    assert promises_found("https://notmeridian.example/", PROMISE_KINDS, own_hosts=["meridian.example"])


def test_a_number_counts_even_where_a_messenger_is_declined():
    assert kinds_in("Wir nutzen kein WhatsApp, aber Sie erreichen uns unter +49 30 1234567.") == {
        "off_platform_contact"
    }


def test_a_negation_before_but_does_not_excuse_what_follows():
    assert kinds_in("Nicht hier sondern per Telegram bitte") == {"off_platform_contact"}
    assert kinds_in("Don't hesitate to write to me on WhatsApp") == {"off_platform_contact"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a" * 100_000,
        "a." * 50_000,
        "a@" * 50_000,
        "1 " * 50_000,
        "+1" * 50_000,
        "(1) " * 25_000,
        "http://" * 14_000,
        "whatsapp " * 11_000,
        "not whatsapp, " * 7_000,
        "if you leave " * 8_000,
        "garantiert 9. Mai lieferung " * 3_500,
        "😀" * 100_000,
        "\u202e\u200f" * 50_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_hostile_texts_end_quickly(text):
    start = time.perf_counter()
    promises_found(text, PROMISE_KINDS)
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    "text",
    [
        "Melden Sie sich auf jeden Fall, wenn bis Freitag nichts angekommen ist.",
        "Если посылка до пятницы не придёт, обязательно напишите нам.",
        "If nothing has arrived by Friday, please do write to us, we will definitely help.",
    ],
)
def test_what_to_do_if_nothing_comes_is_no_promise(text: str) -> None:
    assert promises_found(text, ["fixed_delivery_date"]) == []


def test_the_parcel_will_be_there_is_a_promise_with_a_guarantee() -> None:
    assert promises_found("Wir garantieren Ihnen, dass das Paket bis Samstag da ist.", ["fixed_delivery_date"])

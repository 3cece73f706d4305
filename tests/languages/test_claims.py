"""Claims in nine languages; the expected claims were set by reading each sentence."""

import time

import pytest

from lab.languages.claims import CLAIMS, claims_made

SENTENCES = [
    ("de", "Ihr Paket ist unterwegs.", "shipped"),
    ("de", "Wir haben Ihre Lampe heute versandt.", "shipped"),
    ("de", "Wir versenden morgen.", "will_ship"),
    ("de", "Ihr Paket wird morgen versandt.", "will_ship"),
    ("de", "Wir haben das Paket noch nicht versandt.", ""),
    ("de", "Sobald wir die Lampe versandt haben, melden wir uns.", ""),
    ("de", "Das Paket wurde gestern zugestellt.", "delivered"),
    ("de", "Das Paket wird am 9. Mai zugestellt.", ""),
    ("de", "Wir haben Ihnen 45,90 € erstattet.", "refunded"),
    ("de", "Wir können Ihnen den Betrag erstatten.", ""),
    ("de", "Haben Sie das Paket versandt?", ""),
    ("de", "Wir haben Ihr Paket am 4. Mai an DHL übergeben und den Betrag erstattet.", "refunded shipped"),
    ("de", "Die Erstattung ist veranlasst.", "refunded"),
    ("en", "Your parcel has been shipped.", "shipped"),
    ("en", "We shipped it yesterday.", "shipped"),
    ("en", "It will be shipped tomorrow.", "will_ship"),
    ("en", "Your order has not been shipped yet.", ""),
    ("en", "Once it has been shipped, you get a number.", ""),
    ("en", "It was delivered on 4 May.", "delivered"),
    ("en", "We have refunded 45.90 EUR.", "refunded"),
    ("en", "It is on its way.", "shipped"),
    ("en", "We'll ship it on Monday.", "will_ship"),
    ("en", "Your parcel will be delivered by May 9.", ""),
    ("en", "We haven't sent your order yet.", ""),
    ("ru", "Мы отправили вашу лампу сегодня.", "shipped"),
    ("ru", "Посылка уже в пути.", "shipped"),
    ("ru", "Отправим завтра.", "will_ship"),
    ("ru", "Посылка будет отправлена завтра.", "will_ship"),
    ("ru", "Мы ещё не отправили посылку.", ""),
    ("ru", "Как только отправили, сообщим.", ""),
    ("ru", "Посылка доставлена 4 мая.", "delivered"),
    ("ru", "Посылка будет доставлена 9 мая.", ""),
    ("ru", "Мы вернули 1 245,90 ₽ на карту.", "refunded"),
    ("ru", "Вернём деньги завтра.", ""),
    ("kk", "Сәлемдемені бүгін жібердік.", "shipped"),
    ("kk", "Ертең жібереміз.", "will_ship"),
    ("kk", "Сәлемдеме жолға шықты.", "shipped"),
    ("kk", "Сәлемдеме кеше жеткізілді.", "delivered"),
    ("kk", "12 500 ₸ қайтардық.", "refunded"),
    ("kk", "Ақшаңызды қайтарамыз.", ""),
    ("es", "Su pedido ya fue enviado.", "shipped"),
    ("es", "Hemos enviado su lámpara hoy.", "shipped"),
    ("es", "Lo enviaremos mañana.", "will_ship"),
    ("es", "Aún no hemos enviado su pedido.", ""),
    ("es", "El paquete fue entregado ayer.", "delivered"),
    ("es", "Le devolvimos 45,90 €.", "refunded"),
    ("es", "Se entregará el 9 de mayo.", ""),
    ("ar", "تم شحن طلبك اليوم.", "shipped"),
    ("ar", "أرسلنا الطرد أمس.", "shipped"),
    ("ar", "سنرسل الطرد غدًا.", "will_ship"),
    ("ar", "سيتم شحن الطلب غدًا.", "will_ship"),
    ("ar", "لم يتم شحن الطلب بعد.", ""),
    ("ar", "تم تسليم الطرد أمس.", "delivered"),
    ("ar", "أعدنا ١٬٢٤٥٫٩٠ ر.س إلى بطاقتك.", "refunded"),
    ("zh", "您的包裹已发货。", "shipped"),
    ("zh", "我们明天发货。", "will_ship"),
    ("zh", "包裹还没有发货。", ""),
    ("zh", "尚未发货。", ""),
    ("zh", "包裹已签收。", "delivered"),
    ("zh", "我们已退款45.90欧元。", "refunded"),
    ("zh", "将于5月9日送达。", ""),
    ("zh", "我们已于5月4日发货。", "shipped"),
    ("pt", "Seu pedido já foi enviado.", "shipped"),
    ("pt", "Enviaremos amanhã.", "will_ship"),
    ("pt", "O pedido ainda não foi enviado.", ""),
    ("pt", "O pacote foi entregue ontem.", "delivered"),
    ("pt", "Devolvemos R$ 1.245,90 ao cartão.", "refunded"),
    ("pt", "O pedido será entregue em 9 de maio.", ""),
    ("tr", "Kargonuz bugün yola çıktı.", "shipped"),
    ("tr", "Yarın kargoya vereceğiz.", "will_ship"),
    ("tr", "Siparişiniz kargoya verildi.", "shipped"),
    ("tr", "Paketiniz dün teslim edildi.", "delivered"),
    ("tr", "1.245,90 TL iade edildi.", "refunded"),
    ("tr", "Paket henüz kargoya verilmedi.", ""),
    ("tr", "Kargoya verildiğinde haber vereceğiz.", ""),
    ("tr", "Kargoya teslim edildi.", "shipped"),
    ("uz", "Buyurtmangiz kecha joʻnatildi.", "shipped"),
    ("uz", "Ertaga joʻnatamiz.", "will_ship"),
    ("uz", "Posilka yetkazib berildi.", "delivered"),
    ("uz", "Pulingizni kartaga qaytardik.", "refunded"),
    ("uz", "Hali joʻnatilmadi.", ""),
    ("uz", "Posilka 9-mayda yetkaziladi.", ""),
    ("uz", "Joʻnatilgandan keyin xabar beramiz.", ""),
    ("uz", "Pochtaga topshirildi.", "shipped"),
]


@pytest.mark.parametrize(("language", "text", "expected"), SENTENCES)
def test_a_sentence_makes_exactly_its_claims(language, text, expected):
    assert claims_made(text, language) == set(expected.split())


def test_every_claim_is_a_known_one():
    assert {claim for _, _, expected in SENTENCES for claim in expected.split()} == set(CLAIMS)


def test_english_claims_are_read_in_any_language():
    assert claims_made("Сәлеметсіз бе! Your parcel has been shipped.", "kk") == {"shipped"}


def test_a_language_without_a_list_reads_only_english():
    assert claims_made("Het pakket is verzonden.", "nl") == set()


def test_a_question_claims_nothing_but_its_neighbour_does():
    assert claims_made("Ist das Paket zugestellt worden? Wir haben es am 4. Mai versandt.", "de") == {"shipped"}


def test_the_regional_code_does_not_matter():
    assert claims_made("Seu pedido já foi enviado.", "pt-BR") == {"shipped"}


@pytest.mark.parametrize("text", ["", "haben " * 16_000, "wurde versandt " * 6_500, "haben, " * 14_000, "😀" * 100_000])
def test_hostile_texts_end_quickly(text):
    start = time.perf_counter()
    claims_made(text, "de")
    assert time.perf_counter() - start < 10

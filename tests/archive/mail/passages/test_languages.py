"""Header blocks, attribution lines and titles of forwarded mail, as mail programs write them in each language."""

from __future__ import annotations

import pytest

from archive.mail.languages import LANGUAGES, Language
from archive.mail.languages.language import parted
from archive.mail.passages import Kind, Span, find_spans

BOB = "Bob Baker <bob@example.org>"
LINES = {
    "en": f"On Mon, Jun 1, 2020 at 10:00 AM {BOB} wrote:",
    "de": f"Am Mo., 1. Juni 2020 um 10:00 Uhr schrieb {BOB}:",
    "nl": f"Op ma 1 jun. 2020 om 10:00 schreef {BOB}:",
    "af": "Op 2020/06/01 10:00, het Bob Baker geskryf:",
    "sv": f"Den mån 1 juni 2020 kl 10:00 skrev {BOB}:",
    "da": f"Den man. 1. jun. 2020 kl. 10.00 skrev {BOB}:",
    "nb": f"man. 1. jun. 2020 kl. 10:00 skrev {BOB}:",
    "nn": f"Den 1. juni 2020 kl. 10:00 skreiv {BOB}:",
    "is": f"mán., 1. jún. 2020 kl. 10:00 skrifaði {BOB}:",
    "fr": f"Le lun. 1 juin 2020 à 10:00, {BOB} a écrit :",
    "es": "El lun, 1 jun 2020 a las 10:00, Bob Baker (<bob@example.org>) escribió:",
    "pt": f"Em seg., 1 de jun. de 2020 às 10:00, {BOB} escreveu:",
    "gl": f"O luns, 1 xuñ 2020 ás 10:00, {BOB} escribiu:",
    "ca": f"Missatge de {BOB} del dia dl., 1 de juny 2020 a les 10:00:",
    "it": f"Il giorno lun 1 giu 2020 alle ore 10:00 {BOB} ha scritto:",
    "ro": f"În lun., 1 iun. 2020 la 10:00, {BOB} a scris:",
    "pl": f"pon., 1 cze 2020 o 10:00 {BOB} napisał(a):",
    "cs": f"po 1. 6. 2020 v 10:00 odesílatel {BOB} napsal:",
    "sk": f"po 1. 6. 2020 o 10:00 {BOB} napísal(a):",
    "sl": f"V V pon., 1. jun. 2020 ob 10:00 je oseba {BOB} napisala:",
    "hr": f"pon, 1. lip 2020. u 10:00 {BOB} napisao je:",
    "bs": "Dana 1.6.2020. u 10:00, Bob Baker je napisao/la:",
    "sr-Latn": f"pon, 1. jun 2020. u 10:00 {BOB} je napisao/la:",
    "ru": f"пн, 1 июн. 2020 г. в 10:00, {BOB}:",
    "uk": f"пн, 1 черв. 2020 р. о 10:00 {BOB} пише:",
    "be": "01.06.2020 10:00, Bob Baker піша:",
    "bg": f"На пн, 1.06.2020 г. в 10:00 {BOB} написа:",
    "mk": f"На пон, 1 јуни 2020 г. во 10:00 {BOB} напиша:",
    "sr": f"пон, 1. јун 2020. у 10:00 {BOB} је написао/ла:",
    "fi": "ma 1. kesäk. 2020 klo 10.00 Bob Baker (bob@example.org) kirjoitti:",
    "et": f"Kuupäev E, 1. juuni 2020 kell 10:00 kirjutas {BOB}:",
    "lv": "pirmd., 2020. g. 1. jūn., plkst. 10:00 — lietotājs Bob Baker (<bob@example.org>) rakstīja:",
    "lt": f"2020-06-01, pr, 10:00 {BOB} rašė:",
    "hu": f"{BOB} ezt írta (időpont: 2020. jún. 1., H, 10:00):",
    "el": f"Στις Δευ 1 Ιουν 2020 στις 10:00 π.μ., ο χρήστης {BOB} έγραψε:",
    "tr": f"{BOB}, 1 Haz 2020 Pzt, 10:00 tarihinde şunu yazdı:",
    "sq": "Më 1.6.2020 10:00, Bob Baker shkroi:",
    "eu": f"{BOB} igorleak hau idatzi du (2020 eka. 1, al. (10:00)):",
    "ga": "Ar 01/06/2020 10:00, scríobh Bob Baker:",
    "cy": "Ar 01/06/2020 10:00, ysgrifennodd Bob Baker:",
    "zh-Hans": f"{BOB} 于2020年6月1日周一 上午10:00写道：",
    "zh-Hant": f"{BOB} 於 2020年6月1日 週一 上午10:00寫道：",
    "ja": f"2020年6月1日(月) 10:00 {BOB}:",
    "ko": f"2020년 6월 1일 (월) 오전 10:00, {BOB}님이 작성:",
    "vi": f"Vào Th 2, 1 thg 6, 2020 vào lúc 10:00 {BOB} đã viết:",
    "th": f"ในวันที่ จ. 1 มิ.ย. 2020 เวลา 10:00 น. {BOB} เขียนว่า:",
    "id": f"Pada Sen, 1 Jun 2020 pukul 10.00 {BOB} menulis:",
    "ms": f"Pada Isn, 1 Jun 2020 pada 10:00 PG {BOB} menulis:",
    "hi": f"सोम, 1 जून 2020 को 10:00 am बजे को {BOB} ने लिखा:",
    "ar": f"في الاثنين، 1 يونيو 2020 في 10:00 ص تمت كتابة ما يلي بواسطة {BOB}:",
    "fa": f"در تاریخ دوشنبه ۱ ژوئن ۲۰۲۰،\u200f ۱۰:۰۰ {BOB} نوشت:",
    "he": "\u202bבתאריך יום ב׳, 1 ביוני 2020 ב-10:00 "
    "מאת \u202aBob Baker\u202c\u200f <\u202abob@example.org\u202c\u200f>:\u202c",
}  # fmt: skip
every_language = pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)


def shape(spans: tuple[Span, ...]) -> list[tuple[Kind, int, str]]:
    return [(span.kind, span.depth, span.speaker) for span in spans]


INTRODUCED = [
    (Kind.OWN, 0, ""),
    (Kind.ATTRIBUTION, 0, "Bob Baker"),
    (Kind.QUOTED, 1, "Bob Baker"),
]


def block_of(language: Language, *names: str) -> str:
    """A header block with some fields, in the order given."""
    values = {
        "from_": BOB, "sent": "2020-06-01 10:00", "date": "2020-06-01 10:00", "to": "lamps@example.org",
        "cc": "quay@example.org", "subject": "The lamp",
    }  # fmt: skip
    return "".join(
        f"{parted(getattr(language, name))[0]}: {values[name]}\n" for name in names if getattr(language, name)
    )


ORDERS = (
    ("from_", "sent", "to", "subject"),
    ("from_", "date", "to", "subject"),
    ("date", "from_", "to", "subject"),
    ("subject", "date", "from_", "to"),
    ("to", "from_", "sent", "cc", "subject"),
    ("from_", "subject", "date", "to"),
)


@every_language
@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_a_header_block_begins_with_any_of_its_fields(language: Language, order: tuple[str, ...]) -> None:
    text = f"I light it.\n\n{block_of(language, *order)}\nWho lights the lamp?\n"
    assert shape(find_spans(text)) == INTRODUCED


@every_language
@pytest.mark.parametrize("name", ["from_", "sent", "date", "to", "cc", "subject"])
def test_every_name_of_a_field_is_read(language: Language, name: str) -> None:
    for word in parted(getattr(language, name)):
        usual = {"from_": "From", "sent": "Sent", "to": "To", "subject": "Subject"}
        if name in {"sent", "date"}:
            usual.pop("sent")
        if name != "cc":
            usual.pop(name, None)
        values = {"from_": BOB, "sent": "2020-06-01", "date": "2020-06-01"}
        lines = [(word, values.get(name, "lamps@example.org"))]
        lines += [(said, values.get(field, "lamps@example.org")) for field, said in usual.items()]
        block = "".join(f"{said}: {value}\n" for said, value in lines)
        assert shape(find_spans(f"I light it.\n\n{block}\nWho lights the lamp?\n")) == INTRODUCED, word


@every_language
@pytest.mark.parametrize("mark", ["> ", ""], ids=["marked", "unmarked"])
def test_an_attribution_line_is_read(language: Language, mark: str) -> None:
    text = f"I light it.\n\n{LINES[language.code]}\n{mark}Who lights the lamp?\n{mark}Every night?\n"
    assert shape(find_spans(text)) == INTRODUCED


@every_language
def test_titles_of_forwarded_and_answered_mail_are_read(language: Language) -> None:
    for title in parted(language.forwarded) + parted(language.original):
        capital = title[0].upper() + title[1:]
        for line in (f"{capital}:", f"-------- {capital} --------", f"---------- {capital} ---------"):
            text = f"Read this.\n\n{line}\n{block_of(language, 'subject', 'date', 'from_', 'to')}\nThe lamp is lit.\n"
            spans = find_spans(text)
            assert shape(spans) == INTRODUCED, line
            assert text[spans[1].start :].startswith(line)

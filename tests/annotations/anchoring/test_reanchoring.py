"""Notes on what quotes leave of a missing message, and where they go when texts change."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from annotations.anchoring.displacing import displace_targets
from annotations.anchoring.reanchoring import reanchor_displaced
from annotations.anchoring.selectors import SearchedText, make_selector
from annotations.anchoring.surroundings import Surroundings
from annotations.models import Annotation, Target
from archive.importing import import_sources
from archive.models import Body, MailingList, Message
from tests.archive.importing.quotes.test_rebuilding import FIRST, SECOND, lost, reply
from tests.factories import GROUPS, import_mail, make_list, make_message, make_note
from tests.mails import mail
from tests.pages import squeezed
from tests.paths import SAMPLE
from tests.personas import alice, bob, browser_of, charlie, team

pytestmark = pytest.mark.django_db
WORDS = "A second keeper for the fog."


def note_on_lost(*tags: str) -> Annotation:
    return make_note(author=alice(), message=lost(), words=WORDS, note="Who pays?", tags=tags)


def marked(target: Target) -> str:
    target.refresh_from_db()
    return target.message.body.text[target.start : target.end]


def test_a_note_can_be_put_on_what_is_left() -> None:
    import_mail(FIRST, SECOND, to=make_list())
    page = "/lists/plans/reply.1@example.org/T/"
    start = lost().body.text.index(WORDS)
    asked = {"message": lost().pk, "start": start, "end": start + len(WORDS), "note": "Who pays?"}
    answer = browser_of(alice()).post("/annotations/new/", asked)
    assert answer["Location"] == f"/lists/plans/lost@example.org/T/#{lost().anchor}-{start}"
    html = squeezed(browser_of(bob()).get(page).content.decode())
    assert '<details class="missing rebuilt" id="' in html
    assert html.count("Who pays?") == 3, "there, and at both quotes"
    assert (
        f'<mark class="by-{alice().pk % 6 + 1}" data-note="{Annotation.objects.get().pk}">{WORDS}</mark>'
        in html
    )
    assert f'id="count-{lost().anchor}" title="1 note">1</span>' in html


def test_it_can_be_found_and_taken_away() -> None:
    import_mail(FIRST, SECOND, to=make_list())
    note = note_on_lost("keepers")
    browser = browser_of(bob())
    page = f"/lists/plans/lost@example.org/T/#{lost().anchor}-"
    assert "Who pays?" in browser.get("/").content.decode()
    html = browser.get("/tags/keepers/").content.decode()
    assert page in html
    assert "quotes of this message</a>, which is not in the archive" in html
    assert "(no subject)" not in html
    assert browser.get(f"/annotations/{note.pk}/").status_code == 200
    markdown = b"".join(browser.get("/tags/keepers/", {"export": "markdown"}))
    assert markdown
    data = browser.get(f"/annotations/{note.pk}/", headers={"Accept": "application/ld+json"}).json()
    assert "/lists/plans/lost@example.org/T/" in data["target"]["source"]


def test_the_note_moves_when_more_is_left_of_the_message() -> None:
    plans = make_list()
    import_mail(FIRST, to=plans)
    target = note_on_lost().target
    before = target.start
    earlier = reply(
        "On 31 May 2020, Alice Archer <alice@example.org> wrote:\n"
        "> Dear all,\n> this is what the harbour plans.\n>\n> A register of all the lamps on the quay.\n\nAha.\n",
        3,
        name="Emre Elm",
    )
    import_mail(earlier, to=plans)
    assert marked(target) == WORDS
    assert target.start > before
    assert target.found == "in-message"


def test_the_note_is_on_the_message_when_it_comes() -> None:
    plans = make_list()
    import_mail(FIRST, SECOND, to=plans)
    target = note_on_lost().target
    import_mail(mail(f"Hello,\n\n{lost().body.text}", message_id="<lost@example.org>"), to=plans)
    assert not lost().is_missing
    assert marked(target) == WORDS
    assert target.message == lost()
    html = browser_of(bob()).get("/lists/plans/lost@example.org/T/").content.decode()
    assert html.count("Who pays?") == 3, "there, and at both quotes"
    assert "Its words stand elsewhere in the message now." in html
    assert "It was on" not in html


def test_words_that_the_message_has_otherwise_are_said_to_be_much_like_them() -> None:
    plans = make_list()
    import_mail(FIRST, SECOND, to=plans)
    target = note_on_lost().target
    import_mail(mail("Plans:\n\nA second keeper for fog.\n", message_id="<lost@example.org>"), to=plans)
    assert marked(target) == "A second keeper for fog."
    assert target.found == "fuzzy"
    html = browser_of(bob()).get("/lists/plans/lost@example.org/T/").content.decode()
    assert f"It was on: <q>{WORDS}</q>" in html


def test_the_note_moves_onto_a_message_that_comes_under_an_id_of_its_own() -> None:
    import_sources([SAMPLE], visibility=MailingList.Visibility.PUBLIC)
    paul = Message.objects.get(sender_name="Paul Menage")
    words = "simplifying the control file API"
    target = make_note(author=alice(), message=paul, words=words).target
    real = mail(
        f"Hi Serge,\n\n{paul.body.text}\nPaul\n",
        sender="Paul Menage <paul@example.org>",
        message_id="<paul@example.org>",
        date="Tue, 10 Jul 2007 16:41:00 -0700",
    )
    import_mail(real, to=MailingList.objects.get(slug="containers"))
    assert marked(target) == words
    assert target.message.message_id == "paul@example.org"


def test_a_note_on_hidden_quotes_is_hidden() -> None:
    closed = make_list(slug="closed", visibility=GROUPS, groups=[team()])
    import_mail(FIRST, to=make_list())
    import_mail(SECOND, to=closed)
    note = note_on_lost("keepers")
    page = "/lists/plans/reply.1@example.org/T/"
    assert "Who pays?" in browser_of(bob()).get(page).content.decode()
    outside = browser_of(charlie())
    assert outside.get(f"/annotations/{note.pk}/").status_code == 404
    for path in (page, "/", "/tags/", "/tags/keepers/", "/search/?q=pays"):
        assert "Who pays?" not in outside.get(path).content.decode()
    asked = {"message": lost().pk, "start": 0, "end": 5}
    assert outside.get("/annotations/new/", asked).status_code == 404


def test_the_very_words_are_taken_before_words_like_them_whatever_text_comes_first() -> None:
    around = Surroundings(Message(pk=1, is_missing=True), SearchedText(""))
    words = "A second keeper for the fog"
    like, same = SearchedText("A second keeper for fog"), SearchedText(f"{words}, yes.")
    vars(around).update(passages=[], texts_beside={2: like, 3: same})
    anchor = around.find(make_selector(words, 0, len(words)))
    assert (anchor.message_id, anchor.found.how) == (3, Target.Found.IN_MESSAGE)
    assert (anchor.found.start, anchor.found.end) == (0, len(words))
    vars(around).update(texts_beside={2: like})
    assert around.find(make_selector(words, 0, len(words))).found.how is Target.Found.FUZZY


def test_notes_on_one_text_read_it_once(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    message = make_message(to=make_list(), text="".join(f"Lamp {number} burns.\n" for number in range(20)))
    for number in range(10):
        make_note(author=alice(), message=message, words=f"Lamp {number} burns.")
    Body.objects.filter(message=message).update(text="Hello.\n" + message.body.text)
    with django_assert_max_num_queries(4):
        displace_targets([message.pk])
    with django_assert_max_num_queries(9):
        reanchor_displaced()
    assert all(marked(target) == target.exact for target in Target.objects.all())
    assert set(Target.objects.values_list("found", flat=True)) == {Target.Found.IN_MESSAGE}

"""Search: what is found, what is shown of it, and whatever may be typed."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.search.messages import cleaned, says_something
from tests.factories import GROUPS, import_mail, make_list, make_message, make_note
from tests.mails import mail
from tests.pages import squeezed
from tests.personas import alice, bob, browser_of, charlie, team

pytestmark = pytest.mark.django_db


def search(words: str, user: User | None = None, **more: str) -> str:
    response = browser_of(user).get("/search/", {"q": words, **more})
    assert response.status_code == 200
    return response.content.decode()


def subjects(page: str) -> list[str]:
    return re.findall(r'<h2 id="hit-\d+"><a [^>]*>([^<]*)</a>', page)


def excerpts(page: str) -> list[tuple[str, str, str]]:
    """Of each excerpt who speaks, whether in own or quoted words, and the words, answers in `{…}`."""
    found = re.findall(
        r'<p class="speaker">\s*<span>\s*<b\s*>([^<]*)</b\s*></span>\s*<span\s*>(\w+) words</span\s*>\s*</p>'
        r'.*?<p\s+class="words"\s*>(.*?)</p>',
        page,
        re.DOTALL,
    )
    marked = [words.replace('<mark class="found">', "{").replace("</mark>", "}") for _, _, words in found]
    return [(who, whose, words) for (who, whose, _), words in zip(found, marked, strict=True)]


def test_a_hit_leads_to_its_message_in_its_thread() -> None:
    make_message(to=make_list(), text="The lamps are cold.\n")
    assert re.search(r'href="/lists/plans/plans.1@example.org/T/#m[0-9a-f]{16}"', search("lamps"))


def test_own_and_quoted_words_are_told_apart() -> None:
    quote = "On Mon, 1 Jun 2020, Bob Baker wrote:\n> The lamps are cold.\n> Leave them.\n"
    text = f"{quote}\nI like\nmy lamps & lights warm.\nBye.\n"
    make_message(to=make_list(), text=text)
    assert excerpts(search("lamps")) == [
        ("Bob Baker", "quoted", "The {lamps} are cold.\nLeave them."),
        ("Alice Archer", "own", "I like\nmy {lamps} &amp; lights warm.\nBye."),
    ]


def test_every_form_of_a_word_is_found_and_marked() -> None:
    make_message(to=make_list(), text="He connects, 漢字 😀 they connected.\n")
    assert excerpts(search("connecting")) == [
        ("Alice Archer", "own", "He {connects}, 漢字 😀 they {connected}.")
    ]


def test_names_of_senders_and_words_of_subjects_are_searched() -> None:
    plans = make_list()
    make_message(
        to=plans, message_id="1@example.org", sender="Ines James <ines@example.org>", subject="lamps"
    )
    make_message(to=plans, message_id="2@example.org", subject="tables")
    assert subjects(search("Ines")) == ["lamps"]
    assert subjects(search("table")) == ["tables"]


def test_a_hit_in_the_subject_alone_shows_the_first_words() -> None:
    make_message(
        to=make_list(), subject="tables", text="On 1 Jun 2020 Bob wrote:\n> Which?\n\nThe round one.\n"
    )
    assert excerpts(search("tables")) == [("Alice Archer", "own", "The round one.")]


def test_what_nobody_says_is_not_shown_as_words() -> None:
    make_message(to=make_list(), text="Words.\n-- \nlamps department\n")
    assert excerpts(search("lamps")) == [("Alice Archer", "own", "Words.")]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("cold lamps", ["both", "phrase"]),
        ('"cold lamps"', ["phrase"]),
        ("warm or round", ["warm"]),
        ("lamps -cold", ["warm"]),
    ],
)
def test_the_ways_to_ask(asked: str, found: list[str]) -> None:
    plans = make_list()
    for subject, text in {"both": "lamps, cold", "phrase": "the cold lamps", "warm": "warm lamps"}.items():
        make_message(to=plans, message_id=f"{subject}@example.org", subject=subject, text=f"{text}\n")
    assert sorted(subjects(search(asked))) == found


def test_the_best_or_the_newest_first() -> None:
    plans = make_list()
    make_message(
        to=plans,
        message_id="1@example.org",
        subject="lamps",
        text="lamps lamps\n",
        date="Mon, 1 Jun 2020 10:00:00 +0000",
    )
    make_message(
        to=plans,
        message_id="2@example.org",
        subject="tables",
        text="lamps\n",
        date="Tue, 2 Jun 2020 10:00:00 +0000",
    )
    assert subjects(search("lamps")) == ["lamps", "tables"]
    assert subjects(search("lamps", order="newest")) == ["tables", "lamps"]


def test_only_what_one_may_read_is_found() -> None:
    make_message(
        to=make_list(slug="secret", visibility=GROUPS, groups=[team()]),
        text="The lamps.\n",
        subject="the secret plan",
    )
    assert subjects(search("lamps", alice())) == ["the secret plan"]
    for outside in (charlie(), None):
        page = search("lamps", outside)
        assert subjects(page) == []
        assert "the secret plan" not in page


def test_notes_and_replies_are_found_by_members_alone() -> None:
    message = make_message(to=make_list(), text="The lamps.\n")
    make_note(author=alice(), message=message, note="Who pays the **electrician**?", words="lamps")
    page = search("electricians", bob())
    assert "In notes" in page
    assert "<strong>electrician</strong>" in page
    assert "electrician</strong>" not in search("electricians")


def test_private_notes_and_notes_on_hidden_lists_are_not_found() -> None:
    hidden = make_message(to=make_list(slug="secret", visibility=GROUPS, groups=[team()]))
    make_note(author=alice(), message=hidden, note="the electrician")
    make_note(author=alice(), message=hidden, note="my own electrician", visibility="me")
    assert "the electrician" in search("electrician", bob())
    assert "my own electrician" not in search("electrician", bob())
    assert "the electrician" not in search("electrician", charlie())


def test_twenty_hits_stand_on_a_page() -> None:
    import_mail(
        *(mail(f"lamps {number}\n", message_id=f"<{number}@example.org>") for number in range(25)),
        to=make_list(),
    )
    assert len(subjects(search("lamps"))) == 20
    assert len(subjects(search("lamps", page="2"))) == 5
    assert "?q=lamps&amp;page=2" in search("lamps")


@pytest.mark.parametrize(
    "asked",
    [
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "((((",
        '"',
        "-",
        "!!!",
        ":*",
        "\\",
        "%",
        "🙂" * 300,
        "a" * 5000,
    ],
)
def test_hostile_queries_find_nothing_and_break_nothing(asked: str) -> None:
    make_message(to=make_list())
    page = search(asked, alice())
    assert subjects(page) == []
    assert "<script>alert" not in page


def test_ten_thousand_letters_are_cut_and_said_to_be() -> None:
    make_message(to=make_list(), text="lamps\n")
    page = search("lamps " * 1700)
    assert "only its first 1,000 characters were searched for" in page
    assert len(subjects(page)) == 1


def test_words_that_are_too_common_are_said_to_be() -> None:
    make_message(to=make_list(), text="The one.\n")
    assert "too common to be searched for" in squeezed(search("the of"))
    assert "No message that you may read answers this" in search("zebra")


def test_without_a_query_there_is_the_form_alone() -> None:
    page = search("")
    assert '<input id="ask" type="search" name="q" value="" autofocus>' in page
    assert "Nothing found" not in page


def test_what_people_wrote_is_escaped_where_it_is_marked() -> None:
    make_message(to=make_list(), text="<b>lamps</b> <script>x</script>\n")
    assert excerpts(search("lamps")) == [
        ("Alice Archer", "own", "&lt;b&gt;{lamps}&lt;/b&gt; &lt;script&gt;x&lt;/script&gt;")
    ]


def test_a_text_that_holds_the_marks_themselves_is_shown_plainly() -> None:
    make_message(to=make_list(), text="lamps \ue0f1 and \ue0f2 lamps\n")
    assert excerpts(search("lamps")) == [("Alice Archer", "own", "lamps \ue0f1 and \ue0f2 lamps")]


def test_one_hit_and_twenty_take_the_same_queries() -> None:
    reader = browser_of(alice())
    plans = make_list()
    counted = []
    for count in (1, 20):
        import_mail(
            *(
                mail(f"lamps {number}\n", message_id=f"<{count}.{number}@example.org>")
                for number in range(count)
            ),
            to=plans,
        )
        reader.get("/search/?q=lamps")
        with CaptureQueriesContext(connection) as queries:
            reader.get("/search/?q=lamps")
        counted.append(len(queries))
    assert counted[0] == counted[1]


MARKS = [*(chr(code) for code in range(0x21, 0x7F) if not chr(code).isalnum()), "", " ", "–", "\u200b", "、"]


def test_no_marks_in_a_row_are_more_than_search_can_take() -> None:
    for mark in MARKS:
        runs = f"-{mark}" * 499, f"{mark}-" * 33, f"{mark}- " * 200, f'"{mark}-"' * 99, f"or -{mark}" * 99
        for run in runs:
            says_something(cleaned(run))
            assert says_something(cleaned(f"{run} lamps")), run


def test_a_rule_of_hyphens_is_nothing_to_search_for() -> None:
    make_message(to=make_list(), text="The lamps are cold.\n")
    assert "There is nothing to search for in this" in search("-" * 33)
    assert subjects(search("-" * 40 + " cold lamps")) == ["plans"]
    assert subjects(search("lamps --cold")) == ["plans"]
    assert subjects(search("lamps -cold")) == []

"""Attachments: patches read as part of the mail, texts shown, all else named and saved."""

from __future__ import annotations

import pytest
from django.test import Client

from archive.models import Attachment, MailingList, Message, Span
from tests.factories import import_mail, make_list
from tests.mails import mail
from tests.personas import browser_of

pytestmark = pytest.mark.django_db

PATCH = "--- a/lamp.c\n+++ b/lamp.c\n@@ -1,2 +1,2 @@\n-int lamp = 0;\n+int lamp = 1;\n int end;\n"


def with_parts(
    *parts: str, message_id: str = "<lamp@example.org>", text: str = "The fix.\n-- \nAlice\n"
) -> bytes:
    """A mail of a text and attachments, each given with its fields."""
    head = mail("", message_id=message_id, subject="lamp").partition(b"Content-Type")[0]
    pieces = (f"Content-Type: text/plain\n\n{text}", *parts)
    body = "".join(f"--cut\n{piece}\n" for piece in pieces)
    return head + b"Content-Type: multipart/mixed; boundary=cut\n\n" + body.encode() + b"--cut--\n"


def attached(kind: str, name: str, content: str) -> str:
    return f'Content-Type: {kind}\nContent-Disposition: attachment; filename="{name}"\n\n{content}'


@pytest.fixture
def plans() -> MailingList:
    return make_list()


class TestPatches:
    @pytest.mark.parametrize(
        "kind", ["text/x-patch", "text/x-diff", "text/plain", "application/octet-stream"]
    )
    def test_stand_in_the_text_below_the_signature(self, plans: MailingList, kind: str) -> None:
        import_mail(with_parts(attached(kind, "lamp.patch", PATCH)), to=plans)
        message = Message.objects.get()
        assert message.body.text == f"The fix.\n-- \nAlice\n{PATCH}"
        spans = [
            (span.kind, message.body.text[span.start : span.end]) for span in Span.objects.order_by("start")
        ]
        assert spans == [("own", "The fix.\n"), ("signature", "-- \nAlice\n"), ("patch", PATCH)]
        page = browser_of(None).get("/lists/plans/lamp@example.org/").content.decode()
        assert "shown above" in page
        assert "attachments/2/text/" not in page

    def test_are_found_and_traced(self, plans: MailingList, client: Client) -> None:
        quoted = "".join(f"> {line}\n" for line in PATCH.splitlines())
        answer = mail(
            f"{quoted}\nWhy 1?\n",
            sender="Bob Bell <bob@example.org>",
            message_id="<why@example.org>",
            references="<lamp@example.org>",
            date="Mon, 8 Jun 2020 10:00:00 +0200",
        )
        import_mail(with_parts(attached("text/x-patch", "lamp.patch", PATCH)), answer, to=plans)
        origins = Message.objects.get(message_id="why@example.org").origins
        assert {origin.origin.message_id for origin in origins.select_related("origin")} == {
            "lamp@example.org"
        }
        page = client.get("/search/?q=%22int+lamp%22").content.decode()
        assert "lamp@example.org" in page

    def test_do_not_make_another_mail(self, plans: MailingList) -> None:
        """An archive that leaves attachments out has the same mail."""
        long_text = "We should fix the lamp, because it does not shine as it did before.\n"
        import_mail(with_parts(attached("text/x-patch", "lamp.patch", PATCH * 20), text=long_text), to=plans)
        import_mail(mail(long_text, message_id="<lamp@example.org>", subject="lamp"), to=plans)
        assert Message.objects.count() == 1

    def test_that_came_later_than_the_mail_without_them_do_not_either(self, plans: MailingList) -> None:
        long_text = "We should fix the lamp, because it does not shine as it did before.\n"
        import_mail(mail(long_text, message_id="<lamp@example.org>", subject="lamp"), to=plans)
        import_mail(with_parts(attached("text/x-patch", "lamp.patch", PATCH * 20), text=long_text), to=plans)
        assert Message.objects.count() == 1

    def test_of_bytes_that_are_no_text_stay_out(self, plans: MailingList) -> None:
        import_mail(with_parts(attached("application/octet-stream", "lamp.patch", "a\0b")), to=plans)
        assert "a" not in Message.objects.get().body.text.removeprefix("The fix.\n-- \nAlice\n")


class TestTexts:
    URL = "/lists/plans/lamp@example.org/"

    def test_are_shown_when_asked_for(self, plans: MailingList, client: Client) -> None:
        import_mail(with_parts(attached("text/plain", "boot.log", "lamp <on>\n")), to=plans)
        page = client.get(self.URL).content.decode()
        assert f'hx-get="{self.URL}attachments/2/text/"' in page
        shown = client.get(f"{self.URL}attachments/2/text/").content.decode()
        assert "lamp &lt;on&gt;" in shown
        assert 'id="attached-text"' in shown
        assert "boot.log" in shown

    def test_are_not_shown_when_they_are_none_or_not_there(self, plans: MailingList, client: Client) -> None:
        import_mail(with_parts(attached("image/png", "lamp.png", "x")), to=plans)
        assert "attachments/2/text/" not in client.get(self.URL).content.decode()
        for part in (2, 7):
            assert client.get(f"{self.URL}attachments/{part}/text/").status_code == 404

    def test_are_for_readers_of_the_list(self, client: Client) -> None:
        hidden = make_list(visibility=MailingList.Visibility.MEMBERS)
        import_mail(with_parts(attached("text/plain", "boot.log", "lamp on\n")), to=hidden)
        assert client.get(f"{self.URL}attachments/2/text/").status_code == 404

    def test_of_a_message_whose_id_ends_like_that(self, plans: MailingList, client: Client) -> None:
        import_mail(mail(message_id="<x/attachments/2/text>"), to=plans)
        assert client.get("/lists/plans/x%2Fattachments%2F2%2Ftext/").status_code == 200


def test_long_texts_are_not_shown() -> None:
    assert Attachment(content_type="text/plain", size=500_000).is_readable
    assert not Attachment(content_type="text/plain", size=500_001).is_readable


def test_attached_mail_can_be_shown() -> None:
    assert Attachment(content_type="message/rfc822", size=100).is_readable


@pytest.mark.parametrize("kind", ["application/ms-tnef", "application/octet-stream"])
def test_what_says_little_is_told_in_words(plans: MailingList, client: Client, kind: str) -> None:
    import_mail(with_parts(attached(kind, "winmail.dat", "x")), to=plans)
    page = client.get("/lists/plans/lamp@example.org/").content.decode()
    assert "winmail.dat</a>" in page
    assert "Outlook&#x27;s own format" in page


@pytest.mark.parametrize(
    "raw",
    [
        with_parts(attached("application/pgp-encrypted", "version.asc", "Version: 1\n"), text=""),
        mail("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n", message_id="<lamp@example.org>"),
    ],
)
def test_encrypted_mail_is_told(plans: MailingList, client: Client, raw: bytes) -> None:
    import_mail(raw, to=plans)
    assert (
        "This mail is encrypted or signed as a whole."
        in client.get("/lists/plans/lamp@example.org/").content.decode()
    )


def test_a_uuencoded_file_is_saved_as_any_other(plans: MailingList) -> None:
    import_mail(
        mail("Here:\n\nbegin 644 plan.bin\n#>'EZ\n`\nend\n", message_id="<lamp@example.org>"), to=plans
    )
    page = browser_of(None).get("/lists/plans/lamp@example.org/").content.decode()
    assert "[attached: plan.bin]" in page
    assert '<a href="/lists/plans/lamp@example.org/attachments/1/">plan.bin</a>' in page
    response = browser_of(None).get("/lists/plans/lamp@example.org/attachments/1/")
    assert (response.content, response.headers["Content-Type"]) == (b"xyz", "application/octet-stream")
    assert response.headers["Content-Disposition"] == 'attachment; filename="plan.bin"'

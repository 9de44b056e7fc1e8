"""Mail as it was sent: messages, attachments and threads, harmless in a browser."""

from __future__ import annotations

import gzip
import mailbox
from contextlib import closing
from pathlib import Path

import pytest

from archive.models import Message
from tests.factories import GROUPS, import_mail, make_list, make_message, make_threads
from tests.mails import mail
from tests.personas import alice, browser_of, charlie, team
from tests.samples import WITH_PARTS

pytestmark = pytest.mark.django_db


class TestRaw:
    def test_it_is_byte_for_byte_what_was_sent(self) -> None:
        raw = mail("caf\xe9 and \u6f22\u5b57\nFrom here on\n")
        import_mail(raw, to=make_list())
        response = browser_of(None).get("/lists/plans/plans.1@example.org/raw")
        assert response.content == raw

    def test_no_browser_runs_it(self) -> None:
        make_message(to=make_list())
        headers = browser_of(None).get("/lists/plans/plans.1@example.org/raw").headers
        assert headers["Content-Type"] == "text/plain"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"

    def test_of_a_missing_message_there_is_none(self) -> None:
        plans = make_list()
        import_mail(mail(references="<gone@example.org>"), to=plans)
        assert Message.objects.get(message_id="gone@example.org").is_missing
        assert browser_of(None).get("/lists/plans/gone@example.org/raw").status_code == 404

    def test_nothing_is_written_at_these_addresses(self) -> None:
        make_message(to=make_list())
        for ending in ("raw", "t.mbox.gz", "t.atom"):
            assert browser_of(None).post(f"/lists/plans/plans.1@example.org/{ending}").status_code == 405


class TestAttachments:
    @pytest.mark.parametrize(
        ("name", "kind", "content", "disposition"),
        [
            (
                "page.html",
                "application/octet-stream",
                b"<script>alert(1)</script>",
                'attachment; filename="page.html"',
            ),
            ("svg", "application/octet-stream", b"<svg/>", "attachment"),
            ("png", "image/png", b"\x89PNG\r\n\x1a\n", "attachment"),
        ],
    )
    def test_they_are_saved_and_not_run(self, name: str, kind: str, content: bytes, disposition: str) -> None:
        import_mail(WITH_PARTS, to=make_list())
        found = Message.objects.get(message_id="parts@example.org").attachments.get(filename__endswith=name)
        response = browser_of(None).get(f"/lists/plans/parts@example.org/attachments/{found.part}/")
        assert response.content.strip() == content.strip()
        assert response.headers["Content-Type"] == kind
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert (
            response.headers["Content-Security-Policy"]
            == "default-src 'none'; frame-ancestors 'none'; sandbox"
        )
        assert response.headers["Content-Disposition"].startswith(disposition)

    def test_parts_that_are_no_attachments_are_not_there(self) -> None:
        import_mail(WITH_PARTS, to=make_list())
        for part in (0, 1, 99, 99**9):
            assert (
                browser_of(None).get(f"/lists/plans/parts@example.org/attachments/{part}/").status_code == 404
            )


class TestThreadMbox:
    def mails(self, folder: Path, body: bytes) -> list[bytes]:
        path = folder / "t.mbox"
        path.write_bytes(gzip.decompress(body))
        with closing(mailbox.mbox(path)) as box:
            return [message.as_bytes() for message in box]

    def test_it_holds_the_thread_and_no_other(self, tmp_path: Path) -> None:
        make_threads(to=make_list(), count=2, replies=2)
        response = browser_of(None).get("/lists/plans/reply.1.0@example.org/t.mbox.gz")
        assert response.headers["Content-Type"] == "application/gzip"
        ids = [
            line
            for one in self.mails(tmp_path, response.getvalue())
            for line in one.splitlines()
            if b"Message-ID" in line
        ]
        assert ids == [
            b"Message-ID: <thread.1@example.org>",
            b"Message-ID: <reply.1.0@example.org>",
            b"Message-ID: <reply.1.1@example.org>",
        ]

    def test_lines_that_look_like_a_new_mail_are_escaped(self) -> None:
        import_mail(mail("From here\n>From there\n"), to=make_list())
        body = browser_of(None).get("/lists/plans/plans.1@example.org/t.mbox.gz").getvalue()
        assert b"\n>From here\n>>From there\n" in gzip.decompress(body)

    def test_messages_that_the_reader_may_not_see_are_left_out(self) -> None:
        secret = make_list(slug="secret", visibility=GROUPS, groups=[team()])
        import_mail(mail(), to=make_list())
        import_mail(
            mail("Hidden.\n", message_id="<2@example.org>", references="<plans.1@example.org>"), to=secret
        )
        url = "/lists/plans/plans.1@example.org/t.mbox.gz"
        for user, sees in ((alice(), True), (charlie(), False), (None, False)):
            assert (b"Hidden." in gzip.decompress(browser_of(user).get(url).getvalue())) == sees

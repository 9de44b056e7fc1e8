"""What the seeded archive holds: the sample archives with their notes, and the public list `plans` with two mails."""

from __future__ import annotations

from django.contrib.auth.models import User

from annotations.sample_notes import load
from archive.importing import import_sources
from archive.models import MailingList
from tests.factories import import_mail, make_list
from tests.mails import mail
from tests.paths import SEEDS

MAILS = [SEEDS / "000_6d073b4f7d4f71f5.txt", SEEDS / "lanterns.mbox"]
WITH_PARTS = (
    b"From: Alice Archer <alice@example.org>\n"
    b"Message-ID: <parts@example.org>\n"
    b"Date: Mon, 1 Jun 2020 10:00:00 +0000\n"
    b'Content-Type: multipart/mixed; boundary="b"\n\n'
    b"--b\nContent-Type: text/plain\n\nSee below.\n"
    b'--b\nContent-Type: text/html\nContent-Disposition: attachment; filename="page.html"\n\n'
    b"<script>alert(1)</script>\n"
    b'--b\nContent-Type: image/svg+xml\nContent-Disposition: attachment; filename="a/b\\"c.svg"\n\n<svg/>\n'
    b'--b\nContent-Type: image/png\nContent-Disposition: attachment; filename="caf\xc3\xa9.png"\n'
    b"Content-Transfer-Encoding: base64\n\niVBORw0KGgo=\n"
    b"--b--\n"
)


def load_samples() -> None:
    import_sources(MAILS, visibility=MailingList.Visibility.PUBLIC)
    load(SEEDS / "notes.json")
    User.objects.update(is_active=True)
    import_mail(mail(), WITH_PARTS, to=make_list())

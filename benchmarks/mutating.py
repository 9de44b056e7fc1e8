"""Mail made wrong in chance ways: bytes, lines, headers, parts and quotes of other mail, cut, doubled and mixed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

MOST_CHANGES = 8
LONGEST = 200_000
TOKENS = [
    b"\0",
    b"\r",
    b"\r\n",
    b"\n\n",
    b"\n",
    b"\t",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xc3",
    b"\x1b$B",
    b"\nFrom alice@example.org Mon Jun  1 10:00:00 2020\n",
    b"\nFrom here on\n",
    b"\n>From ",
    b"\n>>>From ",
    b"=?utf-8?q?=E4?=",
    b"=?utf-8?b?w6Q?=",
    b"=?x-unknown?b?4pyT?=",
    b"=?utf-8?q?",
    b"=?=?=?=",
    b"=\n",
    b"=0",
    b"=ZZ",
    b'\nContent-Type: multipart/mixed; boundary="b"\n',
    b"\n--b\n",
    b"\n--b--\n",
    b"\nContent-Type: message/rfc822\n",
    b"\nContent-Type: multipart/digest; boundary=b\n",
    b"\nContent-Type: text/html\n",
    b"\nContent-Type: /;;=\n",
    b"\nContent-Transfer-Encoding: base64\n",
    b"\nContent-Transfer-Encoding: quoted-printable\n",
    b"\nContent-Transfer-Encoding: x-uuencode\n",
    b"; format=flowed; delsp=yes",
    b"; charset=utf-16",
    b"; charset=utf-7",
    b"; charset=idna",
    b"; charset=punycode",
    b"; charset=unicode_escape",
    b"; charset=hz",
    b"; charset=\0",
    b"; name*0*=a'b'c",
    b"\nDate: Mon, 31 Feb 9999 99:99:99 +9999\n",
    b"\nDate: 1 Jan 0000\n",
    b"\nDate: Thu, 1 Jan 70 00:00:00 UTC (((\n",
    b"\nMessage-ID: <>\n",
    b"\nMessage-ID: <a@b> <c@d>\n",
    b"\nReferences: <a@b><a@b><\n",
    b'\nIn-Reply-To: "x" of <y@z>\n',
    b'\nFrom: "<(,;:@\n',
    b"\nFrom: a@b, c@d;\n",
    b"\nSubject: Re[2]: Aw: Fwd: Re:\n",
    b"\nReceived: ; x\n",
    b"\nList-Id: <\n",
    b"\n> > >>| > a\n",
    b"\nOn Mon, Alice wrote:\n",
    b"\n-----Original Message-----\nFrom: a\n",
    b"\n-- \n",
    b"\n________________\n",
    b"\ndiff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n-a\n+b\n",
    b"<blockquote>",
    b"</blockquote></div>",
    b"<!--",
    b"&#0;",
    b"&#xD800;",
    b"begin 644 a\n",
    b"(" * 500,
    b"<" * 500,
    b">" * 2000,
    b'"' * 300,
    b"a@" * 300,
    b"\n> " * 400,
    b" \n" * 500,
]

Change = Callable[["Mutator", bytearray], None]


class Mutator:
    """Makes mails of those given; the same seed makes the same."""

    def __init__(self, corpus: Sequence[bytes], seed: int) -> None:
        self.corpus = corpus
        self.chance = random.Random(seed)

    def mail(self) -> bytes:
        content = bytearray(self.chance.choice(self.corpus))
        for _ in range(self.chance.randint(1, MOST_CHANGES)):
            self.chance.choice(CHANGES)(self, content)
        return bytes(content[:LONGEST])

    def place(self, content: bytearray) -> int:
        """Mostly within the first two thousand bytes, where headers are."""
        end = min(len(content), 2_000) if self.chance.random() < 0.6 else len(content)
        return self.chance.randint(0, end)

    def stretch(self, content: bytearray) -> tuple[int, int]:
        start = self.place(content)
        return start, start + int(self.chance.paretovariate(0.5))

    def insert_token(self, content: bytearray) -> None:
        at = self.place(content)
        content[at:at] = self.chance.choice(TOKENS)

    def insert_bytes(self, content: bytearray) -> None:
        at = self.place(content)
        content[at:at] = self.chance.randbytes(self.chance.randint(1, 40))

    def change_byte(self, content: bytearray) -> None:
        if content:
            content[self.chance.randrange(len(content))] = self.chance.randrange(256)

    def cut_out(self, content: bytearray) -> None:
        start, end = self.stretch(content)
        del content[start:end]

    def cut_off(self, content: bytearray) -> None:
        del content[self.place(content) :]

    def double(self, content: bytearray) -> None:
        start, end = self.stretch(content)
        times = self.chance.choice([1, 1, 2, 10, 100])
        content[start:start] = (content[start:end] * times)[:LONGEST]

    def move(self, content: bytearray) -> None:
        start, end = self.stretch(content)
        piece = content[start:end]
        del content[start:end]
        at = self.place(content)
        content[at:at] = piece

    def mix(self, content: bytearray) -> None:
        """A stretch of another mail."""
        other = bytearray(self.chance.choice(self.corpus))
        start, end = self.stretch(other)
        at = self.place(content)
        content[at:at] = other[start:end]

    def swap_lines(self, content: bytearray) -> None:
        lines = content.splitlines(keepends=True)
        if len(lines) > 1:
            one, other = self.chance.randrange(len(lines)), self.chance.randrange(min(len(lines), 30))
            lines[one], lines[other] = lines[other], lines[one]
            content[:] = b"".join(lines)

    def quote(self, content: bytearray) -> None:
        """Everything from a line on, quoted once more."""
        at = content.find(b"\n", self.place(content)) + 1
        content[at:] = bytes(content[at:]).replace(
            b"\n", b"\n" + self.chance.choice([b"> ", b">", b"| ", b"AB> "])
        )

    def change_line_ends(self, content: bytearray) -> None:
        content[:] = bytes(content).replace(
            b"\n", self.chance.choice([b"\r\n", b"\r", b"\n\r", b"\x0b", b"\n\n"])
        )


CHANGES: list[Change] = [
    Mutator.insert_token, Mutator.insert_token, Mutator.insert_token, Mutator.insert_bytes, Mutator.change_byte,
    Mutator.cut_out, Mutator.cut_off, Mutator.double, Mutator.move, Mutator.mix, Mutator.swap_lines, Mutator.quote,
    Mutator.change_line_ends,
]  # fmt: skip

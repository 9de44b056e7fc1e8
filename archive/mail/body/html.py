"""HTML mail as readable text, its quoting kept: <blockquote> becomes "> "."""

from __future__ import annotations

import re
from html.parser import HTMLParser

BLOCK_TAGS = "address article div dl dt dd fieldset figure footer form header li main ol section tr ul"
BREAKS = frozenset(BLOCK_TAGS.split())
PARAGRAPH_TAGS = "p h1 h2 h3 h4 h5 h6 table hr pre blockquote"
PARAGRAPHS = frozenset(PARAGRAPH_TAGS.split())
HIDDEN = frozenset(["head", "script", "style", "title", "template"])
DEEPEST_QUOTE = 50
BLANKS = re.compile(r"[ \t\r\n\f]+")


class HtmlText(HTMLParser):
    """Collects lines with their quote depth; feed it, then ask for `text()`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[int, str]] = []
        self.line: list[str] = []
        self.depth = 0
        self.hidden = 0
        self.preformatted = 0
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HIDDEN:
            self.hidden += 1
        elif tag == "br":
            self.end_line(keep_empty=True)
        elif tag in BREAKS or tag in PARAGRAPHS:
            self.end_line()
            self.open_block(tag)
        elif tag in {"td", "th"} and self.line:
            self.line.append(" ")
        elif tag == "img":
            self.line.append(dict(attrs).get("alt") or "")
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")

    def open_block(self, tag: str) -> None:
        if tag in PARAGRAPHS:
            self.blank_line()
        if tag == "blockquote":
            self.depth += 1
        elif tag == "pre":
            self.preformatted += 1
        elif tag == "li":
            self.line.append("- ")

    def handle_endtag(self, tag: str) -> None:
        if tag in HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        elif tag == "a" and self.links:
            self.end_link(self.links.pop())
        elif tag in BREAKS or tag in PARAGRAPHS:
            self.end_line()
            self.depth = max(0, self.depth - (tag == "blockquote"))
            self.preformatted = max(0, self.preformatted - (tag == "pre"))
            if tag in PARAGRAPHS:
                self.blank_line()

    def end_link(self, target: str) -> None:
        """Names a link's target after its words, when they do not say it themselves."""
        said = "".join(self.line)
        bare = target.removeprefix("mailto:").rstrip("/")
        if target.startswith(("http:", "https:", "ftp:")) and bare not in said:
            self.line.append(f" <{target}>")

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        if not self.preformatted:
            self.line.append(BLANKS.sub(" ", data))
            return
        first, *rest = data.split("\n")
        self.line.append(first)
        for piece in rest:
            self.end_line(keep_empty=True)
            self.line.append(piece)

    def end_line(self, keep_empty: bool = False) -> None:
        content = "".join(self.line)
        if not self.preformatted:
            content = re.sub(r" {2,}", " ", content).strip(" ")
        if content or keep_empty:
            self.lines.append((self.depth, content.replace("\xa0", " ")))
        self.line = []

    def blank_line(self) -> None:
        if self.lines and self.lines[-1][1]:
            self.lines.append((self.depth, ""))

    def text(self) -> str:
        self.end_line()
        while self.lines and not self.lines[-1][1]:
            self.lines.pop()
        return "".join(f"{quoted(depth, content)}\n" for depth, content in self.lines)


def quoted(depth: int, content: str) -> str:
    return ("> " * min(depth, DEEPEST_QUOTE) + content).rstrip()


def html_text(html: str) -> str:
    """The text of an HTML mail, as its reader would see it."""
    parser = HtmlText()
    try:
        parser.feed(html)
        parser.close()
    except (ValueError, AssertionError):
        # The standard parser gives up on some broken declarations; the words are there all the same.
        parser.handle_data(re.sub(r"<[^<>]*>", " ", parser.rawdata))
    return parser.text()

"""HTML mail as readable text, its quoting kept: <blockquote> becomes "> "."""

from __future__ import annotations

import re

from archive.mail.body.tags import Tag, tokens

BLOCK_TAGS = "address article div dl dt dd fieldset figure footer form header li main ol section tr ul"
BREAKS = frozenset(BLOCK_TAGS.split())
PARAGRAPH_TAGS = "p h1 h2 h3 h4 h5 h6 table hr pre blockquote"
PARAGRAPHS = frozenset(PARAGRAPH_TAGS.split())
DEEPEST_QUOTE = 50
# Outlook draws a line beside what is answered; pages of others put the width first.
OUTLOOK_LINE = re.compile(r"border-left:\s{0,5}solid\s", re.IGNORECASE)
BLANKS = re.compile(r"[ \t\r\n\f]+")


class HtmlText:
    """Collects lines with their quote depth, tag by tag."""

    def __init__(self) -> None:
        self.lines: list[tuple[int, str]] = []
        self.line: list[str] = []
        self.depth = 0
        self.preformatted = 0
        self.links: list[tuple[int, str]] = []
        self.quoting_divs: list[bool] = []

    def take(self, token: Tag | str) -> None:
        if isinstance(token, str):
            self.add_words(token)
        elif token.is_end:
            self.close(token)
        else:
            self.open(token)

    def open(self, tag: Tag) -> None:
        if tag.name == "br":
            self.end_line(keep_empty=True)
        elif tag.name in BREAKS or tag.name in PARAGRAPHS:
            self.end_line()
            self.open_block(tag)
        elif tag.name in {"td", "th"} and self.line:
            self.line.append(" ")
        elif tag.name == "img":
            self.line.append(tag.attribute("alt"))
        elif tag.name == "a":
            self.links = [(len(self.line), tag.attribute("href"))]

    def open_block(self, tag: Tag) -> None:
        name = tag.name
        if name in PARAGRAPHS:
            self.blank_line()
        if name == "div":
            self.open_div(tag)
        elif name == "blockquote":
            self.depth += 1
        elif name == "pre":
            self.preformatted += 1
        elif name == "li":
            self.line.append("- ")

    def open_div(self, tag: Tag) -> None:
        is_quote = OUTLOOK_LINE.search(tag.attribute("style")) is not None
        self.quoting_divs.append(is_quote)
        if is_quote:
            self.blank_line()
            self.depth += 1

    def close_div(self) -> None:
        if self.quoting_divs and self.quoting_divs.pop():
            self.depth = max(0, self.depth - 1)
            self.blank_line()

    def close(self, tag: Tag) -> None:
        if tag.name == "a" and self.links:
            self.end_link(*self.links.pop())
        elif tag.name == "div":
            self.end_line()
            self.close_div()
        elif tag.name in BREAKS or tag.name in PARAGRAPHS:
            self.end_line()
            self.depth = max(0, self.depth - (tag.name == "blockquote"))
            self.preformatted = max(0, self.preformatted - (tag.name == "pre"))
            if tag.name in PARAGRAPHS:
                self.blank_line()

    def end_link(self, start: int, target: str) -> None:
        """Names a link's target after its words, when they do not say it themselves."""
        said = "".join(self.line[start:])
        bare = target.rstrip("/").removeprefix("https://").removeprefix("http://")
        if target.startswith(("http:", "https:", "ftp:")) and bare not in said:
            self.line.append(f" <{target}>")

    def add_words(self, words: str) -> None:
        if not self.preformatted:
            self.line.append(BLANKS.sub(" ", words))
            return
        first, *rest = words.split("\n")
        self.line.append(first)
        for piece in rest:
            self.end_line(keep_empty=True)
            self.line.append(piece)

    def end_line(self, keep_empty: bool = False) -> None:
        content = "".join(self.line)
        if not self.preformatted:
            content = BLANKS.sub(" ", content).strip(" ")
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
    collected = HtmlText()
    for token in tokens(html):
        collected.take(token)
    return collected.text()

"""What a part says of itself: its type, disposition and transfer encoding (RFC 2045, 2183)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import collapse_rfc2231_value

from archive.mail.headers.encoded_words import decoded, unescaped
from archive.mail.mime import Mail

KIND = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,120}")
LONGEST_NAME = 255
COMMENT = re.compile(r"\([^()]*\)")
ENCODINGS = {"base64": "base64", "xbase64": "base64", "quotedprintable": "quoted-printable"}
# The parameters of a longer field are not looked at: telling them apart takes quadratic time.
LONGEST_FIELD = 10_000
PARAMETER = r'[;\s]{}[ \t]*=[ \t]*"?([^\s";]+)'
PARAMETERS = {
    name: re.compile(PARAMETER.format(name), re.IGNORECASE) for name in ("charset", "format", "delsp")
}


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a part: `kind` is its content type in lower case, the others their raw values."""

    kind: str
    content_type: str
    disposition: str
    encoding: str

    @property
    def is_container(self) -> bool:
        return self.kind.startswith("multipart/")

    @property
    def is_inline(self) -> bool:
        return self.disposition.partition(";")[0].strip().lower() != "attachment"

    def parameter(self, name: str) -> str:
        """charset, format or delsp of the Content-Type, or ""."""
        match = PARAMETERS[name].search(self.content_type)
        return match[1] if match else ""


def fields_of(part: Mail) -> Fields:
    values = {"content-type": "", "content-disposition": "", "content-transfer-encoding": ""}
    for name, value in part.raw_items():
        if name[:1] in "cC" and values.get(key := name.lower()) == "":
            values[key] = str(value)
    content_type = values["content-type"]
    kind = content_type.partition(";")[0].strip().lower()
    kind = kind.split()[0] if "boundary" in kind else kind
    return Fields(
        kind=kind if KIND.fullmatch(kind) else part.get_default_type() if not kind else "text/plain",
        content_type=content_type,
        disposition=values["content-disposition"],
        encoding=encoding_in(values["content-transfer-encoding"]),
    )


def encoding_in(value: str) -> str:
    """The name of a transfer encoding, whatever comments, quotes and hyphens stand there."""
    name = COMMENT.sub("", value[:LONGEST_NAME]).partition(";")[0].strip(" \t\r\n\"'<>=.").lower()
    return ENCODINGS.get(name.replace("-", "").replace("_", ""), name)


def with_raw_bytes_read(part: Mail, fields: Fields) -> Mail:
    """A part with the fields that name it; of raw bytes beyond ASCII, the parser would leave question marks."""
    if fields.disposition.isascii() and fields.content_type.isascii():
        return part
    readable = Mail()
    readable["Content-Disposition"] = unescaped(fields.disposition)
    readable["Content-Type"] = unescaped(fields.content_type)
    return readable


def file_name(part: Mail, fields: Fields) -> str:
    """The name of an attached file without folders and control characters; "" when the part has none.

    Understands RFC 2231 and, as many mailers write them, encoded words.
    """
    if not fields.disposition and "name" not in fields.content_type.lower():
        return ""
    if max(len(fields.disposition), len(fields.content_type)) > LONGEST_FIELD:
        return "unnamed"
    if "name" not in fields.disposition.lower() and "name" not in fields.content_type.lower():
        return ""
    try:
        part = with_raw_bytes_read(part, fields)
        value = part.get_param("filename", None, "content-disposition") or part.get_param("name", None)
        name = decoded(collapse_rfc2231_value(value)) if value else ""
    except (ValueError, LookupError, TypeError):
        return "unnamed"
    return plain_file_name(name)


def plain_file_name(name: str) -> str:
    """A name without folders and control characters."""
    name = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    name = "".join(letter for letter in name if letter.isprintable()).strip(". ")
    return name[-LONGEST_NAME:]

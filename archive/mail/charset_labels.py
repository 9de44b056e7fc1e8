"""From what mail calls a charset to Python's name of it: the labels of the WHATWG Encoding Standard, and their kin.

https://encoding.spec.whatwg.org/#names-and-labels
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

# Codecs that are no charset of mail, or take quadratic time.
REFUSED = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
NUMBERED = re.compile(r"(?:cp|dos|ibm|oem|windows|win|ms|pc)(\d{3,4})")
ISO_8859 = re.compile(r"(?:iso|iso8bit)?8859(\d{1,2})(?:\d{4})?[ei]?")
# Python's name of a codec → that of the one which holds it and which people mean.
WIDER = {
    "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "hz": "hz", "euc_kr": "cp949", "johab": "johab",
    "shift_jis": "cp932", "big5": "cp950", "iso2022_jp": "iso2022_jp_ext", "tis-620": "cp874", "iso8859-11": "cp874",
}  # fmt: skip
KIN = {
    "cp1252": "latin1 l1 ansi ansix341968 x-ansi western",
    "cp932": "windows31j ms932 sjis shiftjis mskanji mskanjisjis shiftjisms csshiftjis",
    "euc_jp": "eucjp ujis eucpackedformatjapanese",
    "cp949": "ksc5601 ksc56011987 ksc56011989 ksx1001 euckr korean uhc isoir149 unifiedhangul",
    "gb18030": "gb2312 gbk chinese iso58gb231280 gb231280 euccn isoir58 gb gb13000",
    "cp950": "big5 cnbig5 big5eten bigfive",
    "iso8859-6": "arabic asmo708 ecma114",
    "iso8859-7": "greek greek8 ecma118 elot928",
    "iso8859-8": "hebrew visual logical",
    "iso8859-5": "cyrillic",
    "koi8-r": "koi koi8 koi8r",
    "koi8-u": "koi8u koi8ru",
    "mac-roman": "mac macintosh macroman",
    "mac-latin2": "macce maccentraleurope maccentraleurroman macceroman",
    "mac-cyrillic": "maccyrillic macukrainian macukraine",
    "mac-greek": "macgreek",
    "mac-turkish": "macturkish",
    "mac-iceland": "maciceland macicelandic",
    "utf-7": "utf7 unicode11utf7 unicode20utf7",
    "utf-8": "utf8 unicode11utf8 unicode20utf8 utf8mb4",
    "utf-16": "ucs2 unicode iso10646ucs2 utf16",
    "utf-32": "ucs4 iso10646ucs4",
    "cp874": "tis620 tis62025330 thai",
}
BY_NAME = {name: codec for codec, names in KIN.items() for name in names.split()}


@lru_cache(1024)
def codec_for(declared: str) -> str:
    """Python's name of a declared charset, or "" when it means nothing."""
    label = declared.strip().strip("\"'").lower()
    for name in (label, label.removeprefix("x-").removeprefix("cs")):
        key = NOT_IN_NAMES.sub("", name)
        numbered, iso = NUMBERED.fullmatch(key), ISO_8859.fullmatch(key)
        known = (
            BY_NAME.get(key)
            or (f"cp{numbered[1]}" if numbered else "")
            or (f"iso8859-{iso[1]}" if iso else "")
        )
        if codec := python_name(known) or python_name(name):
            return codec
    return ""


def python_name(name: str) -> str:
    try:
        codec = codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        return ""
    return "" if codec.replace("-", "_") in REFUSED else WIDER.get(codec, codec)

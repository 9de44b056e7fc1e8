"""The table of languages, whole: a new family of rows is added here."""

from __future__ import annotations

from archive.mail.languages.baltic import BALTIC
from archive.mail.languages.cyrillic import CYRILLIC
from archive.mail.languages.east_asian import EAST_ASIAN
from archive.mail.languages.european import EUROPEAN
from archive.mail.languages.germanic import GERMANIC
from archive.mail.languages.language import Language
from archive.mail.languages.romance import ROMANCE
from archive.mail.languages.semitic import SEMITIC
from archive.mail.languages.slavic import SLAVIC
from archive.mail.languages.south_asian import SOUTH_ASIAN

LANGUAGES: tuple[Language, ...] = (
    *GERMANIC, *ROMANCE, *SLAVIC, *CYRILLIC, *BALTIC, *EUROPEAN, *EAST_ASIAN, *SOUTH_ASIAN, *SEMITIC,
)  # fmt: skip

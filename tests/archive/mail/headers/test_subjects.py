from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.mail.headers import bare_subject, subject


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plans", "plans"),
        ("folded\n  plans", "folded plans"),
        ("=?iso-8859-1?Q?J=FCrgen?= =?iso-8859-1?Q?_H?=", "Jürgen H"),
        ("=?utf-8?q?caf=C3?= =?utf-8?q?=A9?=", "café"),
        ("=?utf-8?Q?What??=", "What?"),
        ("=?utf-8?q?a b c?=", "a b c"),
        ("=?utf-8?q?a?=b=?utf-8?q?c?=", "abc"),
        ("Re: =?utf-8?q?x?= =?iso-8859-1?q?y?=", "Re: xy"),
        ("=?utf-8?B?Y2Fmw6k?=", "café"),
        ("=?utf-8?q?broken", "=?utf-8?q?broken"),
        ("=?x-unknown?q?=FC?=", "ü"),
        ("J\udcfcrgen", "Jürgen"),
        ("J\udcc3\udcbcrgen", "Jürgen"),
        ("nul\0s", "nuls"),
    ],
)
def test_subjects_are_decoded(value: str, text: str) -> None:
    assert subject(value) == text


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Re: plans", "plans"),
        ("Re:plans", "plans"),
        ("Re: [Plans-core] AW: Re[2]: SV: plans", "plans"),
        ("Fwd: [plans-core] [PATCH 1/3] fix", "[PATCH 1/3] fix"),
        ("[PATCH] fix", "[PATCH] fix"),
        ("[MAINTAINERS SUMMIT] plans", "[MAINTAINERS SUMMIT] plans"),
        ("回复: plans", "plans"),
        ("Reply: plans", "Reply: plans"),
        ("Re: ", "Re:"),
        ("", ""),
    ],
)
def test_marks_of_replies_and_lists_go(text: str, bare: str) -> None:
    assert bare_subject(text) == bare


@given(st.text(alphabet=st.characters(codec=None)))
def test_any_subject_gives_one_line(value: str) -> None:
    text = subject(value)
    assert "\n" not in text
    assert "\r" not in text
    assert text.encode().decode() == text
    assert bare_subject(text) in " ".join(text.split())


@pytest.mark.parametrize("worst", ["=?a?b?", "=?utf-8?q?", "=?utf-8?q?=", "Re: ", "[a", "=?", " "])
def test_a_megabyte_of_the_worst(worst: str) -> None:
    text = subject(worst * (1_000_000 // len(worst)) + "?=")
    assert text.endswith(bare_subject(text))

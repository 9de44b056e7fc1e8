import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.tagging.query_grammar import (
    And,
    Not,
    Or,
    Query,
    QueryError,
    Term,
    parse,
    paths_in,
    write,
)

a, b, c = Term("a"), Term("b"), Term("c")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", a),
        ("a AND b", And((a, b))),
        ("a b", And((a, b))),
        ("a AND b NOT c", And((a, b, Not(c)))),
        ("NOT a", Not(a)),
        ("NOT NOT a", a),
        ("a OR b AND c", Or((a, And((b, c))))),
        ("(a OR b) AND c", And((Or((a, b)), c))),
        ("NOT (a OR b)", Not(Or((a, b)))),
        ('"api/control files" OR a', Or((Term("api/control files"), a))),
        ("a AND a", a),
        ("and", Term("and")),
        ("network/iptables", Term("network/iptables")),
    ],
)
def test_queries_are_read(text: str, tree: Query) -> None:
    assert parse(text) == tree
    assert parse(write(tree)) == tree


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "ends where a tag belongs"),
        ("a AND", "ends where a tag belongs"),
        ("AND a", "character 1"),
        ("a OR OR b", "character 6"),
        ("(a", "character 1 is not closed"),
        ("a)", "character 2 closes none"),
        ("()", "character 2"),
        ('a "b', "character 3 is not closed"),
        ("(" * 1_900, "ends where a tag belongs"),
        ("(" * 10_000, "Shorten it"),
        ("NOT " * 400, "ends where a tag belongs"),
        (" OR ".join(f"t{number}" for number in range(60)), "Leave some out"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, complaint: str) -> None:
    with pytest.raises(QueryError, match=complaint):
        parse(text)


def test_deep_nesting_is_read() -> None:
    assert parse("(" * 900 + "a" + ")" * 900) == a


def test_paths_come_in_order() -> None:
    assert paths_in(parse("b AND (a OR NOT c) AND b")) == ["b", "a", "c"]


trees = st.recursive(
    st.text(alphabet="ab /-éAND", min_size=1, max_size=6).map(Term),
    lambda inner: st.one_of(
        inner.map(Not), st.tuples(inner, inner).map(And), st.tuples(inner, inner).map(Or)
    ),
    max_leaves=8,
)


@given(trees)
def test_what_is_written_reads_back(tree: Query) -> None:
    once = parse(write(tree))
    assert parse(write(once)) == once
    assert set(paths_in(once)) <= set(paths_in(tree))


@given(st.text(max_size=200))
def test_no_text_breaks_the_parser(text: str) -> None:
    try:
        tree = parse(text)
    except QueryError:
        return
    assert paths_in(tree)

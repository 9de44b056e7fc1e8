from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from archive.mail.threads import Node, Place, arrange, line_above


def at(day: int) -> dt.datetime:
    return dt.datetime(2020, 6, day, tzinfo=dt.UTC)


def node(key: str, references: str = "", day: int | None = 1) -> Node:
    return Node(key, tuple(references.split()), at(day) if day else None)


def outline(*nodes: Node) -> str:
    """The trees, one key a word, each behind as many dots as it is deep."""
    return " ".join("." * place.depth + place.key for place in arrange(nodes))


def test_answers_stand_below_what_they_answer_by_date() -> None:
    assert outline(node("a"), node("c", "a", 3), node("b", "a", 2), node("d", "a c", 4)) == "a .b .c ..d"


def test_a_missing_parent_holds_its_place() -> None:
    assert outline(node("a"), node("c", "a b", 3)) == "a .b ..c"


def test_places_say_parent_order_and_root() -> None:
    assert arrange([node("a"), node("b", "a")]) == [Place("a", None, 0, 0, "a"), Place("b", "a", 1, 1, "a")]


def test_most_votes_place_a_missing_message_then_the_smallest_key() -> None:
    assert outline(node("c", "a m"), node("d", "a m"), node("e", "b m")) == "a .m ..c ..d ..e b"
    assert outline(node("c", "a m"), node("e", "b m")) == "a .m ..c ..e b"


def test_a_message_without_references_is_placed_by_others() -> None:
    assert outline(node("a"), node("b", "", 2), node("c", "a b", 3)) == "a .b ..c"


def test_an_answer_to_itself_is_none() -> None:
    assert outline(node("a", "a")) == "a"


def test_in_a_loop_the_oldest_is_the_root() -> None:
    assert outline(node("a", "c", 3), node("b", "a", 2), node("c", "b", 4)) == "b .c ..a"


def test_in_a_loop_of_one_date_the_smallest_key_is_the_root() -> None:
    assert outline(node("b", "a"), node("a", "b")) == "a .b"


def test_missing_messages_stand_where_their_earliest_answer_would() -> None:
    assert outline(node("a"), node("b", "a", 3), node("c", "a m", 2), node("d", "a", 4)) == "a .m ..c .b .d"


def test_undated_answers_come_last() -> None:
    assert outline(node("a"), node("b", "a", None), node("c", "a", 9)) == "a .c .b"


def test_a_chain_of_twenty_thousand() -> None:
    places = arrange([node(str(number), str(number - 1) if number else "") for number in range(20_000)])
    assert places[-1] == Place("19999", "19998", 19_999, 19_999, "0")


def test_ten_thousand_references() -> None:
    places = arrange([Node("z", tuple(str(number) for number in range(10_000)), None)])
    assert (len(places), places[-1].parent) == (10_001, "9999")


def regrouped(decided: dict[str, str | None], *nodes: Node) -> str:
    return " ".join("." * place.depth + place.key for place in arrange(nodes, decided))


PLANS = [node("a"), node("b", "a", 2), node("c", "a b", 3), node("d", "a b c", 4), node("e", "a", 5)]


def test_a_message_where_the_thread_is_split_begins_a_tree_with_all_below_it() -> None:
    assert outline(*PLANS) == "a .b ..c ...d .e"
    assert regrouped({"c": None}, *PLANS) == "a .b .e c .d"


def test_answers_to_what_was_split_off_follow_it_though_they_name_older_ancestors() -> None:
    assert regrouped({"c": None}, *PLANS, node("f", "a b c m", 6)) == "a .b .e c .d .m ..f"


def test_a_joined_tree_stands_below_what_it_was_joined_to() -> None:
    assert regrouped({"x": "b"}, *PLANS, node("x", "", 9), node("y", "x", 9)) == "a .b ..c ...d ..x ...y .e"


def test_what_was_split_off_can_be_joined_elsewhere() -> None:
    assert regrouped({"c": "x"}, *PLANS, node("x", "", 9)) == "a .b .e x .c ..d"


def test_of_joins_in_a_circle_the_first_stands() -> None:
    assert regrouped({"a": "x", "x": "a"}, node("a"), node("x")) == "x .a"
    assert regrouped({"a": "a"}, node("a")) == "a"


def test_a_join_counts_before_what_references_say_of_where_it_leads() -> None:
    """a answers c, which was joined to a; then a was joined to b."""
    assert regrouped({"c": "a", "a": "b"}, node("a", "c"), node("b"), node("c")) == "b .a ..c"


def test_a_join_that_is_passed_over_leaves_a_message_where_references_put_it() -> None:
    nodes = [node("a"), node("b", "a", 2), node("c", "b", 3)]
    assert regrouped({"b": "c"}, *nodes) == "a .b ..c"


def test_a_joined_message_does_not_go_below_its_own_answer() -> None:
    assert regrouped({"a": "b"}, node("a"), node("b", "a")) == "a .b"


def test_what_is_not_here_is_not_regrouped() -> None:
    assert regrouped({"x": None, "y": "a", "a": "z"}, node("a")) == "a"


KEYS = st.sampled_from("abcdefgh")
NODES = st.lists(
    st.builds(
        Node,
        key=KEYS,
        references=st.lists(KEYS | st.sampled_from("xyz"), max_size=4).map(tuple),
        sent_at=st.none() | st.integers(1, 4).map(at),
    ),
    unique_by=lambda found: found.key,
    max_size=8,
)


@given(NODES.flatmap(lambda nodes: st.tuples(st.just(nodes), st.permutations(nodes))))
def test_the_order_of_arrival_changes_nothing(orders: tuple[list[Node], list[Node]]) -> None:
    assert arrange(orders[0]) == arrange(orders[1])


@given(NODES)
def test_every_message_has_one_place_in_a_tree(nodes: list[Node]) -> None:
    places = {place.key: place for place in arrange(nodes)}
    assert len(places) == len(arrange(nodes))
    assert set(places) == {node.key for node in nodes} | {key for node in nodes for key in node.references}
    for place in places.values():
        above = places[place.parent] if place.parent else None
        assert (place.depth, place.root) == ((above.depth + 1, above.root) if above else (0, place.key))
        assert above is None or above.order < place.order


DECIDED = st.dictionaries(KEYS, st.none() | KEYS, max_size=4)


@given(NODES.flatmap(lambda nodes: st.tuples(st.just(nodes), st.permutations(nodes))), DECIDED)
def test_the_order_of_arrival_changes_nothing_about_regrouped_trees(
    orders: tuple[list[Node], list[Node]], decided: dict[str, str | None]
) -> None:
    assert arrange(orders[0], decided) == arrange(orders[1], decided)


@given(NODES, DECIDED)
def test_regrouped_messages_all_stand_somewhere_in_order(
    nodes: list[Node], decided: dict[str, str | None]
) -> None:
    places = {place.key: place for place in arrange(nodes, decided)}
    assert places.keys() == {place.key for place in arrange(nodes)}
    for place in places.values():
        above = places[place.parent] if place.parent else None
        assert (above is None) == (place.root == place.key)
        assert above is None or (above.root, above.depth + 1) == (place.root, place.depth)
    assert all(places[key].parent is None for key, onto in decided.items() if key in places and onto is None)


@given(NODES, st.data())
def test_a_split_takes_a_message_with_all_below_it_and_nothing_else(
    nodes: list[Node], data: st.DataObject
) -> None:
    before = {place.key: place for place in arrange(nodes)}
    if not before:
        return
    at_key = data.draw(st.sampled_from(sorted(before)))
    after = {place.key: place for place in arrange(nodes, {at_key: None})}
    below = {
        key for key in before if at_key in line_above(key, {one.key: one.parent for one in before.values()})
    }
    assert {key for key, place in after.items() if place.root == at_key} == below
    for key, place in after.items():
        if key != at_key:
            assert place.parent == before[key].parent

"""The fair order of the queue."""

from hypothesis import given
from hypothesis import strategies as st

from ganlib.runner.turns import in_turns

QUEUES = st.lists(st.tuples(st.sampled_from("abc"), st.integers()), max_size=20)


def test_a_queue_of_one_owner_stays_in_order():
    assert in_turns([("", 1), ("", 2), ("", 3)], training=["", ""]) == [1, 2, 3]


def test_a_visitor_who_comes_late_does_not_wait_behind_all_runs_of_another():
    assert in_turns([("a", "a1"), ("a", "a2"), ("a", "a3"), ("b", "b1")]) == ["a1", "b1", "a2", "a3"]


def test_whose_run_is_being_trained_lets_the_others_go_first():
    assert in_turns([("a", "a2"), ("b", "b1"), ("b", "b2")], training=["a"]) == ["b1", "a2", "b2"]


@given(QUEUES)
def test_nobody_is_lost_and_everybody_keeps_their_own_order(waiting):
    numbered = [(owner, (owner, place)) for place, (owner, _) in enumerate(waiting)]
    ordered = in_turns(numbered)
    assert sorted(ordered) == sorted(run for _, run in numbered)
    for owner in "abc":
        own = [place for name, place in ordered if name == owner]
        assert own == sorted(own)


@given(QUEUES)
def test_nobody_gets_a_second_turn_while_somebody_waits_for_the_first(waiting):
    owners = in_turns([(owner, owner) for owner, _ in waiting])
    firsts = len(set(owners))
    assert len(set(owners[:firsts])) == firsts

"""The flexbox arithmetic: shares of space, as CSS gives them."""

from hypothesis import given
from hypothesis import strategies as st

from deckwright.arrange.flex import FlexItem, find_offsets, share_space


def test_what_does_not_grow_keeps_its_size() -> None:
    assert share_space([FlexItem(100), FlexItem(50)], 400, 10) == (100, 50)


def test_free_space_goes_to_those_that_grow_in_proportion() -> None:
    assert share_space([FlexItem(100, grow=1), FlexItem(50, grow=3), FlexItem(50)], 410, 5) == (150, 200, 50)


def test_growth_below_one_leaves_a_rest() -> None:
    assert share_space([FlexItem(100, grow=0.5)], 300, 0) == (200,)


def test_missing_space_is_taken_from_the_larger_first_but_never_below_the_least() -> None:
    assert share_space([FlexItem(300, least=250), FlexItem(300, least=0)], 400, 0) == (250, 150)


def test_what_cannot_shrink_overflows() -> None:
    assert share_space([FlexItem(300, least=300), FlexItem(300, least=300)], 400, 0) == (300, 300)


def test_justify() -> None:
    sizes = (100, 100)
    assert find_offsets(sizes, 400, 20, "start") == (0, 120)
    assert find_offsets(sizes, 400, 20, "center") == (90, 210)
    assert find_offsets(sizes, 400, 20, "end") == (180, 300)
    assert find_offsets(sizes, 400, 20, "space-between") == (0, 300)
    assert find_offsets(sizes, 400, 0, "space-around") == (50, 250)


items = st.lists(
    st.builds(
        lambda base, least, grow: FlexItem(base, min(base, least), grow),
        st.integers(0, 10_000),
        st.integers(0, 10_000),
        st.sampled_from([0, 1, 2]),
    ),
    min_size=1,
    max_size=6,
)


@given(items, st.integers(0, 40_000), st.integers(0, 100))
def test_shares_are_exact_and_respect_the_least(children: list[FlexItem], space: int, gap: int) -> None:
    sizes = share_space(children, space, gap)
    inner = space - gap * (len(children) - 1)
    assert all(size >= item.least for size, item in zip(sizes, children, strict=True))
    if sum(item.base for item in children) > inner:
        assert sum(sizes) == max(inner, sum(item.least for item in children))
    elif any(item.grow for item in children):
        assert sum(sizes) == inner
    else:
        assert sizes == tuple(item.base for item in children)

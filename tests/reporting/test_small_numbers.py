"""What is hidden stays hidden: a solver that knows the rules tries every table that could lie behind what is shown."""

from collections import defaultdict
from itertools import product

import pytest

from cms.reporting.small_numbers import hidden_rows

PAIRS = [(asked, completed) for asked in range(7) for completed in range(asked + 1)]


def published(rows, minimum):
    """Return what a reader sees: the totals and the rows, with None for a hidden row; or None for nothing."""
    hidden = hidden_rows(rows, minimum=minimum)
    if hidden is None:
        return None
    return tuple(map(sum, zip(*rows, strict=True))), tuple(None if index in hidden else row for index, row in enumerate(rows))


def recovered(tables, minimum, most):
    """Yield every small count that only one value fits, of all the tables that look alike.

    Tables whose total is above `most`, the largest count tried, are left out: others that look like them were not tried.
    """
    alike = defaultdict(list)
    for rows in tables:
        if all(sum(column) <= most for column in zip(*rows, strict=True)):
            alike[published(rows, minimum)].append(rows)
    for seen, behind in alike.items():
        for index, column in product(range(len(behind[0])), range(len(behind[0][0]))) if seen else ():
            values = {rows[index][column] for rows in behind}
            if len(values) == 1 and 0 < min(values) < minimum:
                yield seen, index


@pytest.mark.parametrize("minimum", [3, 4, 5])
@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_no_small_count_can_be_recovered_from_one_column(length, minimum):
    assert list(recovered(product([(count,) for count in range(10)], repeat=length), minimum, most=9)) == []


@pytest.mark.parametrize("minimum", [3, 4])
def test_no_small_count_can_be_recovered_from_two_columns(minimum):
    assert list(recovered(product(PAIRS, repeat=3), minimum, most=6)) == []


def test_two_tables_of_the_same_people_reveal_no_more_than_one():
    """Four people groups, by authority and by job role: what each table hides cannot be found with the other."""
    alike = defaultdict(list)
    for cells in product(range(6), repeat=4):
        north_manager, north_worker, south_manager, south_worker = cells
        by_authority = [(north_manager + north_worker,), (south_manager + south_worker,)]
        by_role = [(north_manager + south_manager,), (north_worker + south_worker,)]
        if sum(cells) <= 5:
            alike[published(by_authority, 3), published(by_role, 3)].append((*by_authority, *by_role))
    assert len(alike) > 10
    for seen, behind in alike.items():
        for index in range(4):
            values = {tables[index][0] for tables in behind}
            assert seen == (None, None) or len(values) > 1 or min(values) == 0 or min(values) >= 3, (seen, values)


def test_the_small_count_and_one_other_are_hidden():
    assert hidden_rows([(3,), (12,), (20,)], minimum=10) == {0, 1}


def test_zeros_and_large_counts_are_shown():
    assert hidden_rows([(0,), (12,), (20,)], minimum=10) == frozenset()
    assert hidden_rows([], minimum=10) == frozenset()


def test_nothing_is_shown_when_the_whole_is_small():
    assert hidden_rows([(4,), (5,)], minimum=10) is None
    assert hidden_rows([(3,), (0,), (0,)], minimum=10) is None

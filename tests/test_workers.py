"""Work done by processes that stay: the same results in the same order, however many there are."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from layouts.errors import LayoutError
from layouts.workers import Crew, spread


def square(number: int) -> int:
    if number < 0:
        raise ValueError(number)
    return number * number


@pytest.mark.parametrize("count", [0, 1, 5, 40])
@pytest.mark.parametrize("jobs", [1, 2])
def test_the_same_results_in_the_same_order(jobs: int, count: int) -> None:
    with Crew(jobs, int) as crew:
        for _ in range(2):
            assert [result() for result in crew.spread(square, range(count))] == [n * n for n in range(count)]


def test_a_fault_is_raised_where_its_result_is_asked_for() -> None:
    for more in (0, 20):
        with Crew(2, int) as crew:
            first, second, third, *_ = crew.spread(square, [2, -1, 3] + [1] * more)
            assert (first(), third()) == (4, 9)
            with pytest.raises(ValueError, match="-1"):
                second()


@pytest.mark.parametrize("count", [2, 20])
def test_a_process_that_dies_is_told(count: int) -> None:
    with Crew(2, int) as crew:
        for over in (crew.spread, partial(spread, jobs=2)):
            result = next(iter(over(die, [1] * count)))
            with pytest.raises(LayoutError, match="s’est arrêté"):
                result()


def die(_: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_the_work_is_done_elsewhere_with_what_was_made_ready() -> None:
    with Crew(2, partial(os.environ.setdefault, "MADE_READY", "yes")) as crew:
        told = [result() for result in crew.spread(where, range(9))]
    assert all(ready for _, ready in told)
    assert 1 <= len({process for process, _ in told} - {os.getpid()}) <= 2
    assert "MADE_READY" not in os.environ


def where(_: int) -> tuple[int, bool]:
    return os.getpid(), "MADE_READY" in os.environ


def test_they_make_ready_while_nothing_is_asked_of_them(tmp_path: Path) -> None:
    with Crew(2, partial(sign, tmp_path)):
        wait_for(lambda: any(tmp_path.iterdir()))
    assert str(os.getpid()) not in {path.name for path in tmp_path.iterdir()}


def sign(folder: Path) -> None:
    (folder / str(os.getpid())).touch()


def wait_for(told: Callable[[], bool]) -> None:
    for _ in range(3000):
        if told():
            return
        time.sleep(0.01)
    pytest.fail("it never came")


def test_nobody_waits_for_one_that_was_asked_nothing() -> None:
    start = time.monotonic()
    with Crew(2, partial(time.sleep, 60)):
        pass
    assert time.monotonic() - start < 30


def test_one_that_is_gone_before_all_is_sent_is_told() -> None:
    def items() -> Iterator[int]:
        yield 1
        os.kill(crew._process.pid or 0, signal.SIGKILL)
        crew._process.join()
        yield from [1] * 200

    with Crew(2, int) as crew, pytest.raises(LayoutError, match="s’est arrêté"):
        list(crew.spread(square, items()))


def test_work_begins_before_the_last_item_has_come(tmp_path: Path) -> None:
    """The second item is there only once the first was begun: waiting for all of them would never end."""
    begun = tmp_path / "begun"

    def items() -> Iterator[Path]:
        yield begun
        wait_for(begun.exists)
        yield begun

    with Crew(2, int) as crew:
        for result in crew.spread(Path.touch, items()):
            result()


def test_large_results_do_not_keep_the_work_waiting() -> None:
    with Crew(2, int) as crew:
        sizes = [len(result()) for result in crew.spread(bytes, [300_000] * 40)]
    assert sizes == [300_000] * 40

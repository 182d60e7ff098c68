"""An engine that is told to stop waits for all its threads together, and says whether they ended."""

from threading import Event, Thread

from gwarant.engine.run import _ended


def test_all_are_waited_for_together_and_one_that_hangs_is_told() -> None:
    go = Event()
    threads = [Thread(target=go.wait, daemon=True) for _ in range(50)]
    for one in threads:
        one.start()
    assert not _ended(threads, 0.2)  # not 50 times as long, or this test would never end in time
    go.set()
    assert _ended(threads, 60)

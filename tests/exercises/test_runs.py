"""Errors, endless loops, prints, changed inputs: nothing reaches the rest of the notebook."""

import pytest
import torch

from course_lib.exercises import run
from tests.exercises.samples import (
    CLASS,
    FUNCTION,
    GRADIENT,
    judge,
    log_normal,
)


class Unprintable(Exception):
    def __str__(self):
        raise RuntimeError("no words")


def recursive(x):
    return recursive(x)


def raises(error):
    raise error


@pytest.mark.parametrize(
    ("candidate", "says"),
    [
        (lambda x: x / 0 / undefined, "NameError: name 'undefined' is not defined"),  # noqa: F821
        (lambda x: raises(Unprintable()), "Unprintable: (its message cannot be shown)"),
        (lambda x: raises(SystemExit(3)), "SystemExit: 3"),
        (lambda x: raises(KeyboardInterrupt()), "was interrupted"),
        (lambda x: raises(ValueError("a\nb" + 10_000 * "c")), "ValueError: a bccc"),
        (lambda x: raises(GeneratorExit()), "GeneratorExit"),
        (recursive, "RecursionError"),
        (lambda: 1.0, "takes 0 positional arguments but 1 was given"),
        (lambda x, y: 1.0, "missing 1 required positional argument"),
    ],
)
def test_errors_are_shown_short(candidate, says):
    result = judge(FUNCTION, candidate)
    assert result.rung == "raised" and says in str(result)
    assert len(str(result)) < 600


def test_the_learners_own_line_is_shown_and_none_of_the_engines():
    def mine(x):
        y = torch.ones(2, 5)
        return y @ x

    result = judge(GRADIENT, lambda z, a, b: mine(z))
    assert dict(result.rows)["Your line"].endswith("return y @ x")
    html = result._repr_mimebundle_()["text/html"]
    assert "ladder.py" not in html and "Traceback" not in html


def test_an_error_of_the_probe_shows_what_the_check_did():
    result = judge(CLASS, lambda a, b: object())
    assert "nothing called `forward`" in str(result)


def test_an_endless_loop_is_stopped(monkeypatch):
    monkeypatch.setattr(run, "LIMIT", 0.2)

    def endless(x):
        while True:
            try:  # noqa: SIM105
                x = x + 1
            except Exception:
                pass

    result = judge(FUNCTION, endless)
    assert result.rung == "raised" and "a loop never end" in str(result)
    assert judge(FUNCTION, log_normal).right


def test_a_loop_that_swallows_everything_is_stopped(monkeypatch):
    monkeypatch.setattr(run, "LIMIT", 0.2)

    def stubborn(x):
        while True:
            try:  # noqa: SIM105
                x = x + 1
            except:  # noqa: E722
                pass

    assert "never end" in str(judge(FUNCTION, stubborn))


def test_the_former_timer_and_handler_come_back():
    import signal

    rung = []
    before = signal.signal(signal.SIGALRM, lambda *args: rung.append(1))
    try:
        signal.setitimer(signal.ITIMER_REAL, 30)
        judge(FUNCTION, log_normal)
        assert 25 < signal.getitimer(signal.ITIMER_REAL)[0] <= 30
        assert signal.getsignal(signal.SIGALRM)(None, None) is None and rung == [1]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_another_thread_has_no_limit_and_works():
    import threading

    found = []
    thread = threading.Thread(target=lambda: found.append(judge(FUNCTION, log_normal)))
    thread.start()
    thread.join()
    assert found[0].right


@pytest.mark.thorough
def test_prints_are_kept_to_their_beginning(capsys):
    def talks(x):
        for number in range(100_000):
            print("line", number, "<b>")
        return log_normal(x)

    result = judge(FUNCTION, talks)
    assert result.right
    assert result.printed.splitlines() == [f"line {n} <b>" for n in range(5)] + ["…"]
    assert capsys.readouterr().out == ""


def test_inputs_cannot_be_spoiled():
    def spoils(x):
        x += 1
        return x

    before = [args[0].clone() for args in FUNCTION.inputs]
    result = judge(FUNCTION, spoils)
    assert "changes its input x itself" in " ".join(result.notes)
    assert all(torch.equal(b, args[0]) for b, args in zip(before, FUNCTION.inputs, strict=True))
    assert judge(FUNCTION, log_normal).right


def test_random_numbers_are_the_same_for_all_and_untouched_outside():
    torch.manual_seed(5)
    expected = torch.rand(1)
    torch.manual_seed(5)
    judge(FUNCTION, lambda x: log_normal(x) + torch.rand(()))
    assert torch.equal(torch.rand(1), expected)


def test_html_of_the_learners_is_escaped():
    def evil(x):
        print("<script>alert(1)</script>")
        raise ValueError("<img src=x onerror=alert(1)> `<b>`")

    html = judge(FUNCTION, evil)._repr_mimebundle_()["text/html"]
    assert "<script" not in html and "<img" not in html and "<b>" not in html
    assert "&lt;script&gt;" in html
    evil.__name__ = "<i>"
    assert "<i>" not in judge(CLASS, evil)._repr_mimebundle_()["text/html"]


def test_the_random_numbers_of_a_gpu_are_left_alone(monkeypatch):
    """They are not put back; and to seed them takes longer than most answers."""
    monkeypatch.setattr(torch.cuda, "manual_seed_all", lambda seed: pytest.fail("the GPU's seed"))
    drawn = [run.run_once(FUNCTION, lambda x: torch.randn(3), (1.0,)).value for _ in range(2)]
    assert torch.equal(*drawn)

"""A refusal in words: the names that fit, or the smallest failing input and a clue."""

import re
from dataclasses import replace

from course_lib.exercises import clues, concessions, text
from course_lib.exercises.result import Result

PRINTED_LINES = 5
RUNGS = ("type", "shape", "finite", "value")


def wrong(exercise, rung, message, **more):
    """A Result that refuses, with the exercise's hints."""
    return Result(exercise.id, "wrong", message, rung=rung, hints=exercise.hints, **more)


def named(exercise, misconceptions, found):
    """One or two mistakes that are known by name."""
    texts = [m.explanation for m in misconceptions]
    message = texts[0] if len(texts) == 1 else together(texts, exercise)
    rows = smallest(exercise, found).rows if exercise.names else ()
    name = " and ".join(m.name for m in misconceptions)
    return wrong(exercise, "misconception", message, misconception=name, rows=rows)


def together(texts, exercise):
    """Two mistakes in one message, without what each grants of the rest: there is the other one."""
    bare = map(concessions.without, texts)
    first, second = (text.sentence(words, names(exercise)) for words in bare)
    return f"two things at once. First: {first} Second: {second}"


def unnamed(exercise, candidate, values, expected, found):
    """The smallest failing input, and what is true of all of them."""
    result = smallest(exercise, found)
    clue = _clue(exercise, candidate, values, expected, found)
    if not clue:
        return result
    said = text.sentence(clue, names(exercise))
    short = f"{result.short} {said}" if result.short else ""
    return replace(result, message=f"{result.message} {said}", short=short, clue=clue)


def _clue(*case):
    """A clue, if there is one; a clue that fails must not stand in the way of the refusal."""
    try:
        return clues.clue(*case)
    except Exception:
        return ""


def smallest(exercise, found):
    """The failure on the lowest rung, and among those the one on the smallest input."""
    failures = [
        (RUNGS.index(difference.rung), text.size(args), number, difference)
        for number, (args, differences) in enumerate(zip(exercise.inputs, found, strict=True))
        for difference in differences
    ]
    _, _, number, difference = min(failures, key=lambda failure: failure[:3])
    return _explained(exercise, exercise.inputs[number], difference)


def _explained(exercise, args, difference):
    if not exercise.names:  # an answer without inputs: what is expected would be the solution
        got = f"you have answered {difference.got}, and that" if difference.got else "your answer"
        return wrong(exercise, difference.rung, f"{got} is not it. Return {exercise.returns}.")
    where = text.place(difference.path, exercise.parts)
    subject = where or "the result"
    if difference.message.startswith("returned"):
        subject = f"{where}: your function" if where else "your function"
    element, there = text.element(exercise.names, args, difference)
    given = text.arguments(exercise.names, args)
    sentence = f"for {given}, {element}{subject}{there} {difference.message}."
    if difference.rung == "type":
        message, of_the_check, _ = difference.message.partition("; expected is a dict")
        wanted = f" It is to return {exercise.returns}."
        sentence = f"{subject} {message}.{wanted if of_the_check or not exercise.probe else ''}"
    rows, short = [("Input", given)], ""
    if difference.got:
        short = f"{subject} is not right yet."
        rows += [("Where", f"{element}{subject}{there}")] if where or element else []
        rows += [("Your result", difference.got), ("Expected", difference.expected)]
    return wrong(exercise, difference.rung, sentence, rows=tuple(rows), notes=difference.notes,
                 short=short)  # fmt: skip


# --- small words --------------------------------------------------------------------------------


def names(exercise):
    """What is a name in this exercise's texts: its arguments, its parts, what is in backticks."""
    texts = (exercise.prompt, exercise.returns, *exercise.hints)
    marked = (word for t in texts for code in re.findall(r"`([^`]+)`", t)
              for word in re.findall(r"[a-z]+", code))  # fmt: skip
    return frozenset((*exercise.names, *exercise.parts, *marked)) - {"your", "the", "a", "is"}


def side_notes(result, runs, by_number, arrays):
    """What is worth saying beside the judgement."""
    changed = sorted({name for run in runs for name in run.changed})
    if changed:
        yield (
            f"Your function changes its input {', '.join(changed)} itself (`+=`, `x[0] = …`, "
            "`requires_grad_()`): the caller's tensor changes, too. Work on a new one, as from "
            "`.clone()`."
        )
    if arrays and result.right:
        yield (
            "Your function returns NumPy arrays, and NumPy keeps no gradient. The cells below get "
            "them as tensors; with torch.exp, torch.where … they would be tensors at once."
        )
    if by_number and result.right:
        yield (
            "Your function takes one number at a time, so the check called it number by number. "
            "To take a whole batch at once it would need torch.exp, torch.where … and, where a "
            "gradient is taken, the `.sum()` of all results."
        )


def first_lines(printed):
    """The beginning of what was printed."""
    lines = printed.splitlines()
    more = ["…"] if len(lines) > PRINTED_LINES else []
    return "\n".join([text.shortened(line, 120) for line in lines[:PRINTED_LINES]] + more)

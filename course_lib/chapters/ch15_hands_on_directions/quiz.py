"""The quiz of chapter 15: five questions; every option explains itself."""

from course_lib.exercises.exercise import Question


def question(number, right):
    """A place for a question. Write real ones in the manner of chapter 01, then take this out."""
    options = [
        (f"An option of question {number} that is wrong.", "The mistake behind it, in a sentence."),
        ("Another one.", "The mistake behind this one."),
    ]
    options.insert(right, ("The right one.", "Why it is right."))
    return Question(f"What does question {number} ask?", options=tuple(options), right=right)


QUIZ = tuple(question(number, number % 3) for number in range(1, 6))

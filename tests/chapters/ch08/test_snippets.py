"""Exercise 8.5 is judged by running its snippets, and its refusals leave something to find."""

from course_lib.exercises import registry


def test_a_refusal_does_not_give_the_answer_away():
    for misconception in registry.find("8.5").misconceptions:
        said = misconception.explanation
        assert "C is right" not in said and "B is right" not in said
        assert "A is" not in said and "0.50 and 0.50" not in said

"""The minutes that a chapter states are those that its words, pictures and exercises take."""

import re

import pytest

from course_lib.authoring import facts, minutes, sources
from course_lib.authoring.minutes import LONGEST, counted, rounded, words
from course_lib.exercises import registry

each = pytest.mark.parametrize("path", sources.chapters(), ids=lambda path: path.stem)


@pytest.mark.slow
@each
def test_a_chapter_states_what_it_takes(path):
    needed, _ = counted(path)
    wanted = rounded(needed.total)
    told = f'write "**Time:** {wanted} minutes." ({needed})'
    assert needed.total <= facts.of(path).minutes <= needed.total + 10, told


@each
def test_a_chapter_is_one_sitting(path):
    """Or says where to stop; then so is each part, and the chapter tells beforehand."""
    needed = counted(path)[0]
    assert max(needed.sittings) <= LONGEST, "cut it, or begin a section with **Optional.**"
    promised = "two sittings" in path.read_text(encoding="utf-8")
    assert promised == (len(needed.sittings) == 2) and len(needed.sittings) <= 2


@pytest.mark.slow
@each
def test_no_core_exercise_stands_in_an_optional_section(path):
    left_out = counted(path)[1].exercises
    optional = sum(e.minutes for e in registry.exercises(path.name[:2]) if not e.core)
    assert left_out == optional


TEXT = """\
# %% [markdown]
# # 01 · A title
#
# Four words and one.

# %% tags=["setup"]

# %%
live.strips()

# %%
predict("01.f")

# %% [markdown]
# ## One
#
# {optional}Some more words.
#
# ### Below
#
# Yes.

# %%
view = live.cells(yours=attempt("1.7"))
live.squeeze()

# %%
check("1.1", f)
check("1.7", f)

# %% [markdown]
# ## Two

# %%
print(live.squeeze)
quiz("01")

# %% [markdown]
# ### The formulas
#
# Not counted at all.
"""


@pytest.fixture
def chapter(tmp_path):
    def write(**said):
        path = tmp_path / "01_change_of_variables.py"
        path.write_text(TEXT.format(**{"optional": ""} | said), encoding="utf-8")
        return counted(path)

    return write


def guessed(name):
    (found,) = [guess for guess in registry.predictions("01") if guess.id == name]
    return words(" ".join([found.text, *found.options, found.reveal]))


def taking(exercise_id):
    return registry.find(exercise_id).minutes


def test_everything_that_takes_time_is_counted(chapter):
    needed, left_out = chapter()
    said = "01 A title. Four words and one. One. Some more words. Below. Yes. Two."
    assert needed.words == len(re.findall(r"\w+", said)) + guessed("01.f")
    assert needed.pictures == 1 and needed.questions == len(registry.questions("01"))
    assert needed.exercises == taking("1.1")
    assert (left_out.pictures, left_out.exercises) == (2, taking("1.7"))


def test_an_optional_section_is_counted_apart_with_those_below_it(chapter):
    before, after = chapter()[0], chapter(optional="**Optional.** ")[0]
    assert before.words - after.words == len(
        re.findall(r"\w+", "One. Some more words. Below. Yes.")
    )
    assert before.exercises - after.exercises == taking("1.1"), "and the test above refuses it"
    assert before.questions == after.questions


def test_the_table_has_a_line_for_each_chapter():
    assert len(minutes.table(sources.chapters()[:2]).splitlines()) == 3


def test_a_place_to_stop_parts_the_sittings(chapter):
    whole = chapter()[0]
    (first, second) = chapter(optional=minutes.STOP + " ")[0].sittings
    assert whole.sittings == [whole.total]
    assert first == pytest.approx(
        (whole.words - words("Some more words. Below. Yes. Two.")) / 200 + 2, abs=0.1
    )
    assert second > whole.exercises

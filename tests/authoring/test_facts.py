"""A chapter's facts are said once, in its source, and filled in everywhere else."""

import sys

import pytest

from course_lib import order
from course_lib.authoring import badges, build, chapter, facts, rooms, sources
from course_lib.authoring.markers import SourceError

ROOMY = {"00": "start", "08": "average", "90": "review", "09": "more"}
TEXT = """\
# %% [markdown] alt="A bell." {metadata}
# # {number} · {title}
#
# **{question}** And more.

# %% tags=["setup"]

# %% [markdown]
# **You need** chapters 01 and 02, and 2 hands. **Time:** 55
# minutes.

# %% [markdown]
# ### What comes next
#
# Later. {end}
"""


def text(number, **said):
    words = {"number": number, "title": "A title", "question": "Why?", "metadata": "", "end": ""}
    return TEXT.format(**words | said)


@pytest.fixture
def course(tmp_path):
    """Four chapters in two parts."""
    (tmp_path / "solutions").mkdir()
    for number, name in ROOMY.items():
        path = tmp_path / "solutions" / f"{number}_{name}.py"
        end = "→ {next}" if number != "09" else ""
        path.write_text(text(number, title=name, end=end), encoding="utf-8")
    return sources.chapters(tmp_path)


def test_the_facts_are_read_from_the_source(course):
    found = facts.of(course[1])
    assert (found.number, found.title, found.question) == ("08", "average", "Why?")
    assert (found.minutes, found.needs, found.alt) == (55, "01, 02", "A bell.")


def test_metadata_stands_in_for_what_the_text_does_not_say(course):
    words = text("08", metadata='needs="a pen" minutes=7').replace("**Time:**", "Time:")
    course[1].write_text(words, encoding="utf-8")
    assert (facts.of(course[1]).minutes, facts.of(course[1]).needs) == (7, "a pen")


@pytest.mark.parametrize(
    ("old", "new", "lacks"),
    [
        ("# # 08 · A title", "# # A title", "a title"),
        ("# # 08 · A title", "# # 07 · A title", "the title says 07, the file 08"),
        ("**Why?**", "Why?", "its question in bold"),
        ("# minutes.", "# hours.", "its time"),
        ("**You need**", "You want", "You need"),
        ('alt="A bell."', "", 'alt="…"'),
    ],
)
def test_a_fact_that_is_missing_is_told(course, old, new, lacks):
    assert old in text("08")
    course[1].write_text(text("08").replace(old, new), encoding="utf-8")
    with pytest.raises(SourceError, match=f"08_average.*{lacks}"):
        facts.of(course[1])


def test_next_follows_the_order_and_not_the_numbers(course):
    ends = [facts.filled("→ {next}", path) for path in course[:-1]]
    assert ends == [
        "→ [08 · average](08_average.ipynb)",
        "→ [90 · review](90_review.ipynb)",
        "→ [09 · more](09_more.ipynb)",
    ]
    with pytest.raises(SourceError, match="the last chapter"):
        facts.filled("→ {next}", course[-1])


def test_questions_and_the_map_are_filled_in(course):
    assert facts.filled("| 08 | {question:08} |", course[0]) == "| 08 | Why? |"
    with pytest.raises(SourceError, match="no such chapter"):
        facts.filled("{question:07}", course[0])
    table = facts.filled("Before.\n\n{map}\n\nAfter.", course[0]).splitlines()
    assert [row[:6] for row in table[4:7]] == ["| [08 ", "| [90 ", "| [09 "]
    assert table[4].endswith("(08_average.ipynb) | Why? | 55 |")


def test_the_times_are_those_of_the_exercises():
    (path,) = sources.chapters(wanted=["01"])
    assert facts.filled("**Time:** 55 minutes.", path).startswith("**Time:** 55 minutes, ")
    assert facts.times(path).endswith(" more.")


def test_the_readme_is_written_anew(course):
    readme = "Before.\n\n| | chapter and its question |\n|---|\n| old |\n\nAfter.\n"
    made = facts.with_map(readme, course)
    assert made.startswith("Before.\n\n| |") and made.endswith("|\n\nAfter.\n")
    assert made.count(")**<br>Why? | 55 | 01, 02 |") == len(course)
    assert facts.with_map(made, course) == made
    with pytest.raises(SourceError, match="one table"):
        facts.with_map("No table.", course)


# --- rooms ----------------------------------------------------------------------------------------


def half_written(folder, monkeypatch, **files):
    """A room of its own for chapter 16, with these files."""
    monkeypatch.setattr(order, "ROOMS", folder)
    for name in [name for name in sys.modules if "ch16_half" in name]:
        monkeypatch.delitem(sys.modules, name)
    room = folder / "ch16_half"
    (room / "exercises").mkdir(parents=True)
    for name, code in {"__init__": "", **files}.items():
        path = room.joinpath(*name.split("__in__")).with_suffix(".py")
        path.write_text(code, encoding="utf-8")
    monkeypatch.setattr("course_lib.chapters.__path__", [str(folder)])
    return folder / "16_half.py"


def test_a_chapter_without_a_room_is_told_what_to_type(tmp_path):
    with pytest.raises(SourceError, match=r"Type: make chapter N=17 NAME=tools$"):
        rooms.exercises(tmp_path / "17_tools.py")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("EXERCISES = (", r"SyntaxError: .*exercises/__init__.py:1\)$"),
        ("import nowhere", r"ModuleNotFoundError: No module named 'nowhere' .*:1\)$"),
        ("", "AttributeError: .*'EXERCISES'"),
        ("from course_lib.exercises import Exercise\n\nExercise(id='x')", r"TypeError: .*:3\)$"),
    ],
)
def test_a_half_written_room_is_told_in_a_sentence(tmp_path, monkeypatch, code, told):
    path = half_written(tmp_path, monkeypatch, exercises__in____init__=code)
    with pytest.raises(SourceError, match=f"room cannot be used: {told}"):
        rooms.exercises(path)


# --- once -----------------------------------------------------------------------------------------


def test_all_notebooks_are_what_their_sources_say_and_every_source_is_made_once(monkeypatch):
    """What ``make verify`` says, here without a process of its own. Not so? `make notebooks`."""
    made = []
    initialise = chapter.Chapter.__init__

    def counted(self, path, *more):
        made.append(path)
        initialise(self, path, *more)

    chapter._made.cache_clear()
    monkeypatch.setattr(chapter.Chapter, "__init__", counted)
    assert [*build.out_of_step(), *badges.out_of_step()] == []
    assert sorted(made) == sorted(sources.chapters())

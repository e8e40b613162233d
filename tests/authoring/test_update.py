"""`make update` on real repositories: whatever has happened, a learner's answers are there."""

import json
import subprocess

import pytest

from course_lib.authoring import update

pytestmark = pytest.mark.slow  # some seconds together: `make check` leaves them to `make test`

DAY = "2026-11-25"
ONE, TWO = "notebooks/01_one.ipynb", "notebooks/02_two.ipynb"
COPY = f"notebooks/02_two.mine-{DAY}.ipynb"


def git(folder, *words):
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)
    return done.stdout.decode()


def notebook(*cells):
    return json.dumps({"cells": [{"source": cell} for cell in cells]}, indent=1) + "\n"


def publish(folder, files):
    """The course changes: write (or with None delete) files, commit, push."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True) if text is None else path.write_text(text, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "change")
    git(folder, "push", "--quiet", "origin", "HEAD:main")


@pytest.fixture
def places(tmp_path):
    """(the author's clone, the learner's clone) of one bare repository."""
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "course.git")
    git(tmp_path, "clone", "--quiet", "course.git", "author")
    files = {ONE: notebook("one"), TWO: notebook("two", "a = ..."), "README.md": "old\n"}
    files |= {".gitignore": "*.mine-20*\n.course_progress.json*\n", "lib.py": "version = 1\n"}
    publish(tmp_path / "author", files)
    git(tmp_path, "clone", "--quiet", "course.git", "learner")
    return tmp_path / "author", tmp_path / "learner"


def read(folder, name):
    return (folder / name).read_text(encoding="utf-8")


def test_without_news_nothing_happens(places):
    _, mine = places
    (mine / TWO).write_text(notebook("two", "a = 1"))
    assert "up to date" in update.update(mine)[0]
    assert read(mine, TWO) == notebook("two", "a = 1")


def test_what_both_have_changed_is_kept_beside(places):
    course, mine = places
    (mine / TWO).write_text(notebook("two", "a = 42  # my answer"))
    publish(course, {TWO: notebook("two, better", "a = ..."), "lib.py": "version = 2\n"})
    told = "\n".join(update.update(mine, DAY))
    assert read(mine, TWO) == notebook("two, better", "a = ...")
    assert read(mine, COPY) == notebook("two", "a = 42  # my answer")
    assert read(mine, "lib.py") == "version = 2\n"
    assert "02_two.mine-2026-11-25.ipynb" in told and "make lab" not in told
    assert git(mine, "status", "--porcelain") == "", "the next update finds a clean clone"


def test_what_only_the_learner_has_changed_stays(places):
    course, mine = places
    (mine / TWO).write_text(notebook("two", "a = 42"))
    (mine / "notebooks/my_notes.ipynb").write_text("mine")
    (mine / "notebooks/.course_progress.json").write_text("{}")
    publish(course, {ONE: notebook("one, better"), "pyproject.toml": "new"})
    told = "\n".join(update.update(mine, DAY))
    assert read(mine, TWO) == notebook("two", "a = 42")
    assert read(mine, ONE) == notebook("one, better")
    assert read(mine, "notebooks/my_notes.ipynb") == "mine"
    assert read(mine, "notebooks/.course_progress.json") == "{}"
    assert not (mine / COPY).exists() and "make lab" in told


def test_a_second_update_on_the_same_day_keeps_both(places):
    course, mine = places
    for number in (1, 2):
        (mine / TWO).write_text(notebook(f"answer {number}"))
        publish(course, {TWO: notebook(f"edition {number}")})
        update.update(mine, DAY)
    assert read(mine, COPY) == notebook("answer 1")
    assert read(mine, COPY.replace(DAY, f"{DAY}-2")) == notebook("answer 2")
    assert read(mine, TWO) == notebook("edition 2")


def test_staged_deleted_and_added_files(places):
    course, mine = places
    (mine / TWO).write_text(notebook("staged"))
    git(mine, "add", TWO)
    (mine / "lib.py").write_text("version = 1 # staged, the course's is the same\n")
    git(mine, "add", "lib.py")
    (mine / ONE).unlink()
    (mine / "notebooks/03_three.ipynb").write_text("mine came first")
    (mine / "README.md").write_text("gone from the course, changed by me\n")
    publish(course, {TWO: notebook("new"), ONE: notebook("new"), "README.md": None})
    publish(course, {"notebooks/03_three.ipynb": notebook("three")})
    update.update(mine, DAY)
    assert read(mine, COPY) == notebook("staged")
    assert read(mine, ONE) == notebook("new")
    assert read(mine, f"notebooks/03_three.mine-{DAY}.ipynb") == "mine came first"
    assert read(mine, "notebooks/03_three.ipynb") == notebook("three")
    assert read(mine, f"README.mine-{DAY}.md") == "gone from the course, changed by me\n"
    assert not (mine / "README.md").exists()
    assert "staged" in read(mine, "lib.py")


def test_a_hidden_file_that_the_course_now_brings_is_kept(places):
    course, mine = places
    (mine / "x.mine-2020").write_text("hidden from git, and mine")
    publish(course, {".gitignore": "nothing\n", "x.mine-2020": "the course's"})
    update.update(mine, DAY)
    assert read(mine, "x.mine-2020") == "the course's"
    assert read(mine, f"x.mine-{DAY}.mine-2020") == "hidden from git, and mine"


def test_the_same_change_needs_no_copy(places):
    course, mine = places
    (mine / TWO).write_text(notebook("the same"))
    publish(course, {TWO: notebook("the same")})
    update.update(mine, DAY)
    assert not (mine / COPY).exists() and read(mine, TWO) == notebook("the same")


def test_cut_off_at_any_step_the_answer_is_on_the_disk(places, monkeypatch):
    """At each of git's calls in turn the power goes; afterwards one more update ends it well."""
    course, mine = places
    answer, real = notebook("my answer"), update.git
    (mine / TWO).write_text(answer)
    publish(course, {TWO: notebook("new")})
    cut = 0
    while True:
        calls = iter(range(1000))

        def cut_off(folder, *words, calls=calls, cut=cut):
            if next(calls) == cut:
                raise KeyboardInterrupt
            return real(folder, *words)

        monkeypatch.setattr(update, "git", cut_off)
        try:
            update.update(mine, DAY)
            break
        except KeyboardInterrupt:
            assert answer in {path.read_text() for path in mine.glob("notebooks/*.ipynb")}
        cut += 1
    assert cut > 5
    assert read(mine, COPY) == answer and read(mine, TWO) == notebook("new")


def test_when_git_fails_at_the_end_the_answer_goes_back(places, monkeypatch):
    course, mine = places
    (mine / TWO).write_text(notebook("my answer"))
    publish(course, {TWO: notebook("new")})
    (mine / ".git/hooks").mkdir(exist_ok=True)
    real = update.git

    def fails(folder, *words):
        if words[0] == "merge":
            words = ("merge", "--no-such-option")
        return real(folder, *words)

    monkeypatch.setattr(update, "git", fails)
    with pytest.raises(update.CannotUpdate, match="in the way"):
        update.update(mine, DAY)
    assert read(mine, TWO) == notebook("my answer")


def test_it_refuses_in_words_and_changes_nothing(places, tmp_path, capsys):
    course, mine = places
    (mine / TWO).write_text(notebook("my answer"))
    publish(course, {TWO: notebook("new")})
    before = git(mine, "status", "--porcelain")
    git(mine, "remote", "set-url", "origin", str(tmp_path / "nowhere"))
    assert update.main(mine) == 1
    assert "Is this machine online?" in capsys.readouterr().err
    git(mine, "remote", "set-url", "origin", str(tmp_path / "course.git"))
    git(mine, "commit", "--quiet", "-am", "mine")
    assert update.main(mine) == 1
    assert "commits of your own" in capsys.readouterr().err
    git(mine, "reset", "--quiet", "--soft", "HEAD~1")
    git(mine, "reset", "--quiet")
    assert git(mine, "status", "--porcelain") == before
    git(mine, "switch", "--quiet", "--detach")
    assert update.main(mine) == 1
    assert "git switch main" in capsys.readouterr().err
    (tmp_path / "unpacked").mkdir()
    assert update.main(tmp_path / "unpacked") == 1
    assert "not a clone" in capsys.readouterr().err
    assert read(mine, TWO) == notebook("my answer")


def test_a_plain_pull_refuses_where_make_update_goes_on(places):
    course, mine = places
    (mine / TWO).write_text(notebook("two", "a = 42"))
    publish(course, {TWO: notebook("new")})
    with pytest.raises(subprocess.CalledProcessError) as refused:
        git(mine, "pull", "--quiet", "--ff-only")
    assert b"would be overwritten" in refused.value.stderr
    assert read(mine, TWO) == notebook("two", "a = 42")
    update.update(mine, DAY)
    assert read(mine, COPY) == notebook("two", "a = 42")


def test_a_plain_pull_mixes_no_notebook(places):
    """.gitattributes: after a merge that git cannot make, the learner's notebook is whole."""
    course, mine = places
    rules = (update.ROOT / ".gitattributes").read_text()
    publish(course, {".gitattributes": rules})
    update.update(mine, DAY)
    (mine / TWO).write_text(notebook("two", "a = 42"))
    git(mine, "commit", "--quiet", "-am", "mine")
    publish(course, {TWO: notebook("two, better", "a = ...")})
    with pytest.raises(subprocess.CalledProcessError):
        git(mine, "pull", "--quiet", "--no-rebase")
    assert read(mine, TWO) == notebook("two", "a = 42"), "no conflict marks in it"
    assert update.main(mine) == 1  # and half-way through a merge, no update


def test_what_is_new_is_told(places):
    course, mine = places
    publish(course, {"CHANGELOG.md": "# New\n\n## 0.1\n\n- the first\n"})
    update.update(mine, DAY)
    more = "\n".join(f"- point {n}" for n in range(12))
    text = f"# New\n\n## 0.2\n\n- two lines\n  of one point\n{more}\n\n## 0.1\n\n- the first\n"
    publish(course, {"CHANGELOG.md": text})
    told = "\n".join(update.update(mine, DAY))
    assert "What is new:\n  - two lines of one point\n  - point 0\n" in told
    assert "the first" not in told and told.endswith("… CHANGELOG.md has it all.")


def test_without_news_nothing_is_told(places):
    course, mine = places
    publish(course, {"lib.py": "version = 2\n"})
    assert "What is new" not in "\n".join(update.update(mine, DAY))

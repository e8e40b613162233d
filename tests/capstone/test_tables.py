"""Bad tables meet sentences, good ones are cut in three; what a table cannot show is said of it."""

import math

import numpy as np
import pytest
import torch
from scipy import stats

from course_lib import capstone
from course_lib.capstone import BadTable
from course_lib.capstone.baselines import baselines
from course_lib.capstone.not_shown import not_shown

N = 400


def columns(**more):
    g = torch.Generator().manual_seed(0)
    made = {name: torch.randn(N, generator=g, dtype=torch.float64) for name in "abc"}
    return made | more


def written(tmp_path, lines, name="own.csv"):
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def good_lines(comma=","):
    return [comma.join(["a", "b"]), *(f"{math.sin(k)}{comma}{k % 37}" for k in range(200))]


def spoilt(line, text):
    lines = good_lines()
    lines[line - 1] = text
    return lines


FILES = {
    "has 3 values": spoilt(7, "1,2,3"),
    "'red' in line 5": spoilt(5, "0.1,red"),
    "decimal comma": spoilt(9, '"1,5",2'),
    "1 of 200 rows has a missing": spoilt(9, "NA,2"),
    "write the names above": good_lines()[1:],
    "two columns 'a'": ["a,a", *good_lines()[1:]],
    "It has x, b": ["x,b", *good_lines()[1:]],
    "1 line:": ["a,b"],
    "50 rows are too few": good_lines()[:51],
    "has 1 value, and there are 2 names": spoilt(7, "1"),
    "Make a number of a date: the days": spoilt(5, "0.1,2026-11-27"),
    "Make a number of a date: the days (or hours)": spoilt(5, "0.1,27.11.2026 08:30"),
    "'True' in line 5.*Write 1 and 0": spoilt(5, "0.1,True"),
    "no comma, semicolon or tab": ["x a b", *good_lines(" ")[1:]],
    "own.csv is JSON": ['[{"a": 1, "b": 2}]'],
    "own.csv is a web page": ["<html>"],
}


@pytest.mark.parametrize("said", FILES)
def test_a_bad_file_meets_a_sentence(said, tmp_path):
    with pytest.raises(BadTable, match=said.replace("(", "[(]").replace(")", "[)]")):
        capstone.table(written(tmp_path, FILES[said]), ["a", "b"])


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (b"PK\x03\x04" + bytes(50), "a spreadsheet or an archive"),
        (b"a,b\n1,\0\n", "no text"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"\x93NUMPY\x01", "numpy"),
    ],
)
def test_another_kind_of_file_is_named(held, said, tmp_path):
    path = tmp_path / "own.xlsx"
    path.write_bytes(held)
    with pytest.raises(BadTable, match=f"own.xlsx is .*{said}.* save it as CSV"):
        capstone.table(path, "a")


def test_the_line_of_the_notebook_as_it_stands_names_the_file_and_then_the_dots():
    with pytest.raises(BadTable, match="There is no file my_file"):
        capstone.table("my_file.csv", target=["…"], context=["…"])
    with pytest.raises(BadTable, match="In place of … write the names"):
        capstone.table(columns(), target=["…"], context=["…"])


class Frame:
    """What a data frame has."""

    def __init__(self, made):
        self.made, self.columns = made, list(made)

    def __getitem__(self, name):
        return np.asarray(self.made[name])


def test_a_data_frame_and_numpys_table_with_names_are_columns():
    wanted = capstone.table(columns(), ["a"], ["b"])
    named = np.zeros(N, [(name, float) for name in "abc"])
    for name, column in columns().items():
        named[name] = column
    for source in (Frame(columns()), named):
        assert torch.equal(capstone.table(source, ["a"], ["b"]).numbers, wanted.numbers)
    with pytest.raises(BadTable, match="It has a, b, c"):
        capstone.table(named, ["d"])


NAN = torch.tensor([math.nan] * 3 + [1.0] * (N - 3)).double()
TABLES = {
    "is target and context": (columns(), ["a"], ["a"]),
    "one to 4 columns, not 0": (columns(), [], []),
    "one to 4 columns, not 5": (columns(), list("abcde"), []),
    "named twice": (columns(), ["a", "a"], []),
    "There is no column 'd'": (columns(), ["d"], []),
    "'b' is 2 in every row": (columns(b=torch.full((N,), 2.0)), ["a", "b"], []),
    "'c' is 0 in every row": (columns(c=torch.zeros(N)), ["a"], ["c"]),
    "3 of 400 rows have a missing or infinite value, in a": (columns(a=NAN), ["a"], []),
    "follows from the other": (columns(c=columns()["a"] - columns()["b"]), list("abc"), []),
    "'c' follows from the other": (columns(c=3 * columns()["b"]), ["c"], ["b"]),
    "its digits are lost": (columns(a=1.7e9 + columns()["a"]), ["a"], []),
    "all of one length": (columns(b=torch.zeros(3)), ["a", "b"], []),
    "something that is no number": (columns(a=["x"] * N), ["a"], []),
}


@pytest.mark.parametrize("said", TABLES)
def test_a_bad_table_meets_a_sentence(said):
    source, target, context = TABLES[said]
    with pytest.raises(BadTable, match=said):
        capstone.table(source, target, context)


def test_names_must_fit_a_tensor():
    for names, said in ((None, "Say what the columns"), (("a",), "1 names for 2 columns")):
        with pytest.raises(BadTable, match=said):
            capstone.table(torch.randn(200, 2), "a", names=names)
    with pytest.raises(BadTable, match="There is no file"):
        capstone.table("nowhere.csv", "a")


@pytest.mark.parametrize("comma", [",", ";", "\t", " ", "   "])
def test_a_file_is_read_as_it_is_written(comma, tmp_path):
    table = capstone.table(written(tmp_path, good_lines(comma)), "a", "b")
    assert torch.allclose(table.numbers[:, 0], torch.sin(torch.arange(200.0).double()))
    assert [len(part) for part in (table.train, table.held_out, table.sealed)] == [120, 40, 40]


def test_every_row_is_in_one_part_and_contexts_are_told_in_their_training_width():
    table = capstone.table(columns(), ["a"], ["b"])
    parts = (table.train, table.held_out, table.sealed)
    x = torch.cat([part.x for part in parts]).sort(0).values
    assert torch.equal(x, table.numbers[:, :1].float().sort(0).values)
    assert table.train.c.mean().abs() < 1e-6 and table.train.c.std(correction=0) == pytest.approx(1)
    assert torch.equal(table.numbers[table.sealed_rows, :1].float(), table.sealed.x)
    other = capstone.table(columns(), ["a"], ["b"], seed=1)
    assert not torch.equal(other.train.x, table.train.x)


def test_contexts_of_ones_own_are_told_as_the_rows_contexts_are():
    table = capstone.table(columns(b=40 + 3 * columns()["b"]), ["a"], ["b", "c"])
    rows = table.numbers[table.sealed_rows, 1:]
    assert torch.equal(table.contexts(rows), table.sealed.c)
    assert torch.equal(table.contexts(rows.tolist()), table.sealed.c)
    assert table.contexts(rows.numpy()[:0]).shape == (0, 2)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([[1.0, 0.0]], r"b = 1 is outside of what the table has seen, 3\d.* to "),
        ([[40.0, 0.0], [40.0, -9.0]], "c = −9 is outside"),
        ([[40.0, math.nan]], "c = nan is outside"),
        ([40.0, 0.0], r"shape \(2,\), and must have \(n, 2\): n rows, each with b, c in this"),
        ([[40.0]], r"shape \(1, 1\), and must have \(n, 2\)"),
        (40.0, r"shape \(\), and must have \(n, 2\)"),
        ([["forty", 0.0]], r"rows of numbers, \(b, c\) each"),
        ({"b": 40.0, "c": 0.0}, "rows of numbers"),
    ],
)
def test_a_context_that_cannot_be_asked_is_refused_in_words(values, said):
    table = capstone.table(columns(b=40 + 3 * columns()["b"]), ["a"], ["b", "c"])
    with pytest.raises(ValueError, match=said):
        table.contexts(values)


def test_a_table_without_contexts_says_what_to_ask():
    with pytest.raises(ValueError, match="no context: ask the flow itself"):
        capstone.table(columns(), ["a"]).contexts([[1.0]])


def test_rows_with_missing_values_can_be_left_out_and_are_told():
    table = capstone.table(columns(a=NAN + columns()["b"]), ["a"], missing="leave out")
    assert len(table.numbers) == N - 3 and table.left_out == 3
    assert any(said.startswith("Missing values: 3 rows were") for said in not_shown(table))
    with pytest.raises(BadTable, match='"refuse" or "leave out"'):
        capstone.table(columns(), "a", missing="drop")


EVEN = torch.arange(N).double()
SHOWN = {  # what is said: (columns, target, context)
    "Beyond the data: what it answers to a context outside of b": (columns(), "a", "b"),
    "Beyond the data: what it says of places outside of a": (columns(), "a", ()),
    "Ties: a has 7 different values, all whole numbers,": (columns(a=EVEN % 7), "a", ()),
    "A spike: 80 of 400 rows have a = 0": (
        columns(a=torch.where(EVEN % 5 == 0, 0.0, columns()["a"])), "a", ()),
    "The turn: heading goes from 0": (columns(heading=EVEN * 17.3 % 360), "heading", ()),
    "The turn: a goes from 0 to 359": (columns(a=EVEN * 17.3 % 360), "a", ()),
    "Far out: 2 rows of a": (columns(a=torch.cat([EVEN[:2] + 50, columns()["a"][2:]])), "a", ()),
    "The order: a goes with": (columns(a=columns()["a"] + EVEN / 100), "a", ()),
    "The order: a (+1.00), b (−1.00) go with": (
        columns(a=EVEN, b=columns()["b"] - EVEN), ["a", "b"], ()),
    "Doubled rows: 1 of the rows repeats": (
        {k: torch.cat([v[:1], v[:-1]]) for k, v in columns().items()}, list("abc"), ()),
    "The surface: all targets have length 1": (
        {"u": columns()["a"].cos(), "v": columns()["a"].sin()}, ["u", "v"], ()),
}  # fmt: skip


@pytest.mark.thorough
@pytest.mark.parametrize("said", SHOWN)
def test_what_is_not_shown_is_said_of_the_table_that_has_it_and_of_no_other(said):
    source, target, context = SHOWN[said]
    found = not_shown(capstone.table(source, target, context))
    assert any(sentence.startswith(said) for sentence in found), found
    plain = {
        sentence.split(":")[0] for sentence in not_shown(capstone.table(columns(), list("abc")))
    }
    assert plain == {"Beyond the data", "Small faults"}


def test_an_angle_that_has_no_turn_is_not_named_as_one():
    """Longitudes from 166 to 188 are no whole turn; ages from 0 to 350 have no two full ends."""
    ages = 120 + 40 * columns()["a"]
    for source in ({"longitude": 177 + 3 * columns()["a"]}, {"phi": ages}):
        found = not_shown(capstone.table(source, list(source)))
        assert not any(sentence.startswith("The turn") for sentence in found)


def test_the_baselines_are_what_scipy_says():
    mixed = columns()["a"] + 0.5 * columns()["b"] + 0.3 * columns()["c"]
    table = capstone.table(columns(c=mixed), ["a", "c"], ["b"])
    found = baselines(table, table.sealed)
    x, c = (t.double().numpy() for t in (table.train.x, table.train.c))
    new, at = (t.double().numpy() for t in (table.sealed.x, table.sealed.c))
    plain = stats.multivariate_normal(x.mean(0), np.cov(x.T, bias=True)).logpdf(new)
    assert np.allclose(found["Gaussian without the context"], plain, atol=1e-6)
    slope, start = np.polyfit(c[:, 0], x, 1)
    left = x - start - slope * c
    noise = stats.multivariate_normal([0, 0], left.T @ left / len(left))
    wanted = noise.logpdf(new - start - slope * at)
    assert np.allclose(found["Gaussian around a line"], wanted, atol=1e-6)
    q = capstone.gaussian(table)
    log_q = q(table.sealed.c).log_prob(table.sealed.x).double()
    assert torch.allclose(log_q, found["Gaussian around a line"], atol=1e-4)


@pytest.mark.thorough
def test_every_baseline_is_a_density():
    table = capstone.table(columns(), "a")
    grid = torch.linspace(-40, 40, 40_001).unsqueeze(-1)
    for name, log_p in baselines(table, capstone.Part(grid, None)).items():
        if name != "uniform over the box":
            assert torch.trapezoid(log_p.exp(), grid[:, 0].double()).item() == pytest.approx(
                1, abs=1e-3
            )
    table = capstone.table(columns(), "a", "b")
    c = torch.full_like(grid, 0.3)
    log_p = baselines(table, capstone.Part(grid, c))["bumps on every row"]
    assert torch.trapezoid(log_p.exp(), grid[:, 0].double()).item() == pytest.approx(1, abs=1e-3)

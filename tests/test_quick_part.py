"""What ``make check`` does not even import is what it would leave out anyhow."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import conftest

ROOT = Path(__file__).parents[1]


def ignored(path, marks=conftest.QUICK):
    given = SimpleNamespace(option=SimpleNamespace(markexpr=marks))
    return bool(conftest.pytest_ignore_collect(path, given))


def test_the_makefile_asks_in_these_words():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"\nQUICK := {conftest.QUICK}\n" in makefile
    unit = makefile.split("\nunit: ")[1].split("\n\n")[0]
    assert '-m "$(QUICK)" tests' in unit


@pytest.mark.parametrize(
    ("line", "left_out"),
    [
        ("pytestmark = pytest.mark.slow", True),
        ("pytestmark = pytest.mark.thorough  # why", True),
        ("pytestmark = pytest.mark.exhaustive", True),
        ("pytestmark = pytest.mark.slowly", False),
        ("pytestmark = [pytest.mark.slow]", False),
        ('pytestmark = pytest.mark.filterwarnings("ignore")', False),
        ("# pytestmark = pytest.mark.slow", False),
        ("@pytest.mark.slow\ndef test_this(): ...", False),
    ],
)
def test_a_module_is_left_out_only_with_all_its_tests(tmp_path, line, left_out):
    path = tmp_path / "test_it.py"
    path.write_text(f"import pytest\n\n{line}\n", encoding="utf-8")
    assert ignored(path) == left_out
    assert not ignored(path, ""), "the other commands run it"


def test_no_module_without_tests_is_looked_at(tmp_path):
    path = tmp_path / "marks.py"
    path.write_text("pytestmark = pytest.mark.slow\n", encoding="utf-8")
    assert not ignored(path)

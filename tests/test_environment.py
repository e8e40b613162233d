"""environment.yml and CITATION.cff say what pyproject.toml says."""

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA_NAMES = {"torch": "pytorch-cpu", "matplotlib": "matplotlib-base"}


def read(name):
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def disagreements(environment):
    """What a conda environment lacks, or has too much of, against pyproject.toml."""
    extras = PROJECT["optional-dependencies"]
    wanted = PROJECT["dependencies"] + extras["lab"]
    wanted += [need for need in extras["test"] if need.startswith("nbval")]
    wanted = dict(re.fullmatch(r"([\w-]+)(.*)", need).groups() for need in wanted)
    wanted = {CONDA_NAMES.get(name, name): bound for name, bound in wanted.items()}
    plain = [need for need in environment["dependencies"] if isinstance(need, str)]
    given = dict(re.fullmatch(r"([\w-]+)(.*)", need).groups() for need in plain)
    python, _ = given.pop("python", ""), given.pop("pip", None)
    pip = [need["pip"] for need in environment["dependencies"] if isinstance(need, dict)]
    names = sorted({*wanted, *given})
    pairs = [(name, wanted.get(name), given.get(name)) for name in names]
    said = [f"{name}: {here} against {there}" for name, here, there in pairs if here != there]
    if environment["channels"] != ["conda-forge", "nodefaults"]:
        said.append(f"channels: {environment['channels']}")
    if not re.fullmatch(r"=3\.\d+", python):
        said.append(f"python{python}: one = and no patch version")
    elif int(python[3:]) < int(PROJECT["requires-python"][4:]):
        said.append(f"python{python} is older than {PROJECT['requires-python']}")
    if pip != [["-e ."]]:
        said.append(f"pip: {pip}")
    return said


def test_conda_users_get_the_same_packages():
    assert disagreements(read("environment.yml")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("jupyterlab>=4.2", "jupyterlab>=4.3"),
        ("  - numpy>=1.26\n", ""),
        ("nbval>=0.11", "nbval>=0.10"),
        ("  - pip\n", "  - pip\n  - scipy\n"),
        ("python=3.12", "python==3.12"),
        ("python=3.12", "python=3.10"),
        ("pytorch-cpu", "pytorch"),
        ("nodefaults", "defaults"),
        ("-e .", "-e .[lab]"),
    ],
)
def test_a_disagreement_is_seen(old, new):
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert old in text
    assert disagreements(yaml.safe_load(text.replace(old, new)))


def test_the_citation_names_this_version_and_the_lecture():
    citation = read("CITATION.cff")
    assert citation["version"] == PROJECT["version"]
    assert citation["license"] == PROJECT["license"]["text"]
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    (lecture,) = citation["references"]
    assert lecture["authors"][0]["family-names"] == "Glüsenkamp"


def test_every_record_of_the_edition_says_the_same():
    """Whoever cites, archives or installs it gets one version, one title, one list of names."""
    citation, zenodo = read("CITATION.cff"), json.loads((ROOT / ".zenodo.json").read_text("utf-8"))
    assert citation["version"] == zenodo["version"] == PROJECT["version"]
    assert citation["title"] == zenodo["title"]
    assert citation["license"] == zenodo["license"] == PROJECT["license"]["text"]
    names = [author.get("name") for author in citation["authors"]]
    assert names == [creator["name"] for creator in zenodo["creators"]]
    assert "Thorsten Glüsenkamp" in zenodo["description"]


def test_the_forms_for_issues_ask_what_is_needed():
    forms = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml"))
    assert [form.stem for form in forms] == ["breaks", "mistake"]
    for form in forms:
        asked = read(form.relative_to(ROOT))
        assert {"name", "description", "body"} <= set(asked)
        fields = [field for field in asked["body"] if field["type"] != "markdown"]
        assert all(field["attributes"].get("label") for field in fields)
        assert len({field["id"] for field in fields}) == len(fields)
        assert sum(field.get("validations", {}).get("required", False) for field in fields) >= 2

"""Build all notebooks, or say which are not in step with their source."""

import nbformat

from course_lib import order
from course_lib.authoring import facts, sheet, sheet_pdf, sources, stamp, thumbnail
from course_lib.authoring.chapter import made
from course_lib.authoring.execute import execute, keep_outputs
from course_lib.authoring.sources import ROOT

SEVERAL = "\n\n"
SHEETS = {"I": "docs/formula_sheet.html", "II": "docs/formula_sheet_part_two.html"}


def printed(page):
    """Where the PDF of a formula sheet stands.

    >>> printed(SHEETS["I"])
    'docs/formula_sheet.pdf'
    """
    return page.removesuffix("html") + "pdf"


def build(root=ROOT, wanted=(), run=True, say=print):
    """Write notebooks/NN.ipynb and solutions/NN.ipynb of the wanted chapters."""
    (root / "notebooks").mkdir(exist_ok=True)
    for path in sources.chapters(root, wanted):
        chapter = made(path, stamp.read(root))
        learner, complete = chapter.learner(), chapter.complete()
        target = path.with_suffix(".ipynb")
        if run:
            seconds = f"{execute(complete, root / 'notebooks'):.1f} s"
        else:
            seconds = "not run"
            if target.exists():
                keep_outputs(complete, nbformat.read(target, as_version=4))
        write(learner, root / "notebooks" / target.name)
        write(complete, target)
        for name, content in beside(chapter, complete).items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(content)
            if name in SHEETS.values():
                sheet_pdf.write(root / name, root / printed(name))
        say(f"{chapter.name}: {len(learner.cells)} cells, {seconds}", flush=True)
    _write_map(root)


def beside(chapter, complete):
    """What is made of a chapter besides its notebooks: {path: bytes}."""
    files = {}
    picture = thumbnail.of(complete)
    if picture:
        files[f"docs/chapters/{chapter.name[:2]}.png"] = picture
    formulas = chapter.tagged(sheet.TAG)
    if formulas:
        part = order.part(chapter.name[:2])
        files[SHEETS[part]] = sheet.page(SEVERAL.join(formulas), part).encode()
    return files


def _write_map(root):
    """Write the README's map anew, where there is a README."""
    readme = root / "README.md"
    if readme.exists():
        readme.write_text(mapped(root, readme.read_text(encoding="utf-8")), encoding="utf-8")


def mapped(root, text):
    """The README's text with map and badges as the sources and the stamp say."""
    return stamp.stamped_readme(facts.with_map(text, sources.chapters(root)), stamp.read(root))


def write(notebook, path):
    nbformat.validate(notebook)
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")


def out_of_step(root=ROOT):
    """What is not as the sources say: one sentence each; [] if all is well."""
    found = []
    names = set()
    for path in sources.chapters(root):
        chapter = made(path, stamp.read(root))
        names.add(f"{chapter.name}.ipynb")
        pairs = (("notebooks", chapter.learner()), ("solutions", chapter.complete()))
        for folder, wanted in pairs:
            file = root / folder / f"{chapter.name}.ipynb"
            if not file.exists() or content(nbformat.read(file, as_version=4)) != content(wanted):
                found.append(f"{folder}/{file.name} is not what {path.name} says.")
        found += _not_run(root / "solutions" / f"{chapter.name}.ipynb")
        found += _sheet_out_of_step(root, chapter)
    found += _map_out_of_step(root)
    for folder in ("notebooks", "solutions"):
        strays = {file.name for file in (root / folder).glob("*.ipynb")} - names
        found += [f"{folder}/{stray} has no source in solutions/." for stray in sorted(strays)]
    return found


def content(notebook):
    """All that a source decides about a notebook: no outputs, no counts."""
    cells = [
        (c.cell_type, c.id, c.source, c.metadata.get("tags", []), c.metadata.get("deletable", True))
        for c in notebook.cells
    ]
    return cells, dict(notebook.metadata)


def _map_out_of_step(root):
    readme = root / "README.md"
    text = readme.read_text(encoding="utf-8") if readme.exists() else ""
    return ["README.md has another map."] if text and text != mapped(root, text) else []


def _sheet_out_of_step(root, chapter):
    formulas = chapter.tagged(sheet.TAG)
    if not formulas:
        return []
    name = SHEETS[order.part(chapter.name[:2])]
    page, pdf = root / name, root / printed(name)
    wanted = sheet.digest(SEVERAL.join(formulas))
    if not page.exists() or wanted not in page.read_text(encoding="utf-8"):
        return [f"{name} is not what {chapter.path.name} says."]
    if not pdf.exists() or not sheet_pdf.is_of(pdf.read_bytes(), page.read_bytes()):
        return [f"{printed(name)} was not printed from {name}."]
    return []


def _not_run(file):
    if not file.exists():
        return []
    cells = [c for c in nbformat.read(file, as_version=4).cells if c.cell_type == "code"]
    if all(cell.execution_count for cell in cells if cell.source.strip()):
        return []
    return [f"solutions/{file.name} has cells that have not been run."]

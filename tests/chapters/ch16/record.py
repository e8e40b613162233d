"""Write down what zuko and jammy_flows say: where they are installed, and never in a test.

    python -m tests.chapters.ch16.record zuko
    python -m tests.chapters.ch16.record jammy_flows

The first runs the chapter's solved cells with zuko and keeps what those print that have a
``recorded("zuko", …)`` in them. The second does so for jammy_flows, in an environment that has it,
and also keeps parameters of three of its flows and what these give, in float64.
"""

import contextlib
import datetime
import importlib
import importlib.metadata
import io
import json
import re
import sys
from pathlib import Path
from unittest import mock

import numpy as np
import torch

from course_lib import notebook
from course_lib.authoring.chapter import Chapter
from course_lib.chapters.ch16_real_tools.recordings import FOLDER

SOURCE = Path(__file__).parents[3] / "solutions" / "16_real_tools.py"


def variables():
    """What a notebook begins with; checks and pictures are silent."""
    mine = {name: getattr(notebook, name) for name in notebook.__all__}
    mine |= dict.fromkeys(("check", "predict", "quiz", "progress"), lambda *_: None)
    return mine | {"live": mock.MagicMock(), "attempt": mock.MagicMock()}


def outputs(library):
    """{name: what the cell prints} of all cells with a recording of this library."""
    mine, found = variables(), {}
    for cell in Chapter(SOURCE).complete().cells:
        if cell.cell_type != "code" or "import *" in cell.source:
            continue
        names = re.findall(rf'recorded\("{library}", "([^"]+)"\)', cell.source)
        mine["recorded"] = lambda *_: None  # nothing is copied from an earlier recording
        before = said(cell.source, mine | {library: None}) if names else ""  # without the library
        now = said(cell.source, mine)
        if names:
            found[names[0]] = now.removeprefix(before).rstrip("\n")
    return found


def said(source, mine):
    """What a cell prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(source, mine)
    return printed.getvalue()


# --- jammy_flows in numbers -----------------------------------------------------------------------

WIDE = {"g": {"num_kde": 3, "rotation_mode": "none", "skip_model_offset": 1}}


def used(layer, x):
    """(log-weights, means, widths) as the layer uses them, each (K, n)."""
    (means, log_widths, log_norms, *_), _ = layer._obtain_usable_flow_params(x)
    log_w = log_norms - log_norms.logsumexp(1, keepdim=True)
    return [part[0].detach() for part in (log_w, means, log_widths.exp())]


def kept(name, layer, x):
    parts = zip(("log-weights", "means", "widths"), used(layer, x), strict=True)
    return {f"{name} {part}": value.squeeze(-1).numpy() for part, value in parts}


def given(name, pdf, x):
    log_p, _, z = pdf(x)
    both = {"x": x, "z": z, "log p": log_p}
    return {
        f"{name} {key}": (v.squeeze(-1) if v.dim() > 1 and v.shape[-1] == 1 else v).detach().numpy()
        for key, v in both.items()
    }


def moved(pdf, width=0.5):
    """A flow in float64 whose numbers are all different: jammy's start is not."""
    pdf.double()
    with torch.no_grad():
        for parameter in pdf.parameters():
            parameter += width * torch.randn_like(parameter)
    return pdf


def numbers(jammy_flows):
    """A layer ``g`` far out, ``gg`` in one dimension, ``ggt`` in the plane, and how many "
    "numbers."""
    torch.manual_seed(0)
    found = {}
    x = torch.linspace(-40, 40, 801, dtype=torch.float64)[:, None]
    one = moved(jammy_flows.pdf("e1", "g", options_overwrite=WIDE))
    found |= kept("tails", one.layer_list[0][0], x) | given("tails", one, x)
    x = torch.linspace(-6, 6, 61, dtype=torch.float64)[:, None]
    two = moved(jammy_flows.pdf("e1", "gg", options_overwrite=WIDE))
    for name, layer in zip(("near base", "near data"), two.layer_list[0], strict=True):
        found |= kept(name, layer, x)
    found |= given("gg", two, x)
    x = 1.5 * torch.randn(60, 2, dtype=torch.float64)
    plane = moved(jammy_flows.pdf("e2", "ggt"))
    g1, g2, t = plane.layer_list[0]
    for name, layer in (("first", g1), ("second", g2)):
        found |= kept(name, layer, x)
        found[f"{name} rotation"] = layer.compute_householder_matrix(layer.vs)[0].detach().numpy()
    _, log_scale, _ = t._obtain_usable_flow_params(x, t.cov_type)
    found |= {"t offset": t.offsets.detach().numpy(), "t log-scale": log_scale[0].detach().numpy()}
    found |= given("plane", plane, x)
    for manifold in ("e2", "e3", "e4"):
        for letters in ("t", "g", "gt", "ggt", "gggt"):
            made = jammy_flows.pdf(manifold, letters)
            count = sum(p.numel() for p in made.parameters())
            found[f"count {manifold} {letters}"] = np.array(count)
    return found


def version(module):
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        return importlib.metadata.version(module.__name__)
    return getattr(module, "__version__", "")


def main(library, its_version=""):
    module = importlib.import_module(library)
    FOLDER.mkdir(exist_ok=True)
    if library == "jammy_flows":
        np.savez_compressed(FOLDER / "jammy_flows.npz", **numbers(module))
    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    torch.distributions.Distribution.set_default_validate_args(True)
    found = {"version": its_version or version(module), "day": day, "cells": outputs(library)}
    text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    (FOLDER / f"{library}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The rubric: a density, a table, and what can and what cannot be said of the two."""

import html
from dataclasses import dataclass, field

import torch
from torch import Tensor

from course_lib.capstone import promises, scores
from course_lib.capstone.baselines import BUMPS, baselines, kernel
from course_lib.capstone.findings import SIGNS, WORDS, Finding, mean_error, signed
from course_lib.capstone.judged import Density, Judged, NotAsked
from course_lib.capstone.not_shown import not_shown
from course_lib.capstone.tables import Table
from course_lib.theme import SHEET, css

LOOKS = {  # state: (words, ground)
    "held": ("#00694b", "#e9f6f0"),
    "look": ("#005a8f", "#eef5fb"),
    "failed": ("#a33c00", "#fff4ea"),
}


@dataclass(frozen=True)
class Report:
    """What the rubric has found; as the last line of a cell it is a panel, else lines of text.

    ``findings`` are the checks, ``scores`` the mean log p of the sealed rows for the density and
    each baseline with its error (nats per row, in the table's units), ``missing`` what no check
    has shown. ``holds`` is True if nothing failed.
    """

    table: Table
    findings: list[Finding]
    scores: dict[str, tuple[float, float]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not any(finding.state == "failed" for finding in self.findings)

    def __str__(self):
        lines = [f"Rubric for {self.table}", *map(str, self.findings)]
        if self.scores:
            lines += ["Mean log p of the sealed rows, nats:"]
            lines += [f"  {name}: {_score(pair)}" for name, pair in self.scores.items()]
        lines += ["Not shown:", *(f"  – {sentence}" for sentence in self.missing)]
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self):
        rows = "".join(map(_row, self.findings))
        if self.scores:
            listed = "; ".join(f"{_text(n)} {_score(s)}" for n, s in self.scores.items())
            rows += (
                f'<div style="margin-top:8px">Mean log p of the sealed rows, nats: {listed}</div>'
            )
        items = "".join(f"<li>{_text(sentence)}</li>" for sentence in self.missing)
        ink = css("#1b1b1b")
        return (
            f'{SHEET}<div role="status" style="max-width:860px;box-sizing:border-box;'
            f"padding:10px 16px 12px;border:1px solid {css('#808080')};border-radius:4px;"
            f"background:{css('#ffffff')};color:{ink};font-size:15px;line-height:1.5;"
            'text-align:left;white-space:normal;overflow-wrap:anywhere">'
            f'<div style="font-weight:700">Rubric for {_text(self.table)}</div>{rows}'
            '<div style="margin-top:8px;font-weight:700">Not shown</div>'
            f'<ul style="margin:2px 0 0;padding-left:1.4em">{items}</ul></div>'
        )


def _row(finding):
    color, ground = map(css, LOOKS[finding.state])
    return (
        f'<div style="margin-top:5px;padding:4px 10px;border-left:5px solid {color};'
        f'background:{ground}"><b style="color:{color}">{SIGNS[finding.state]} '
        f"{_text(finding.name)} · {WORDS[finding.state]}</b><br>{_text(finding.words)}</div>"
    )


def _text(thing):
    return html.escape(str(thing))


def _score(pair):
    return f"{signed(pair[0])} ± {pair[1]:.2f}"


@torch.no_grad()
def rubric(q: Density, table: Table, seed: int = 0) -> Report:
    """Judge a density of the table's targets, in the table's own units, on its sealed rows.

    ``q`` is a distribution with ``log_prob`` (n, D) → (n,) and ``sample``, or, with a context, a
    function that makes one of contexts (n, C), as ``flows.Conditional`` is; contexts are those of
    ``table.train.c``. A flow learnt on standardised values comes back to the table's units by
    ``Composition(back, flow)``.

    It never raises for what ``q`` does: what cannot be asked is a finding. Deterministic for a
    seed.

    >>> from course_lib import capstone, data, flows
    >>> table = capstone.table("faithful", ["duration", "waiting"])
    >>> _, back = data.standardise(table.train.x)
    >>> print(capstone.rubric(flows.FlowDistribution(back), table).findings[1].name)
    Better than the baselines
    """
    missing = not_shown(table)
    try:
        judged = Judged(q, table, seed)
        findings, listed = _judge(judged, table)
    except NotAsked as why:
        unanswered = Finding("It answers", "failed", str(why))
        return Report(table, [unanswered], {}, missing)
    return Report(table, findings, listed, missing)


def _judge(judged, table):
    sealed = table.sealed
    log_p = {
        name: judged.log_prob(getattr(table, name)) for name in ("train", "held_out", "sealed")
    }
    others, bumps = baselines(table, sealed), kernel(table, table.held_out)
    found = [
        scores.units(judged, table),
        scores.rivals(log_p["sealed"], others),
        scores.by_heart(log_p["train"], log_p["sealed"]),
        scores.not_peeked(log_p["held_out"] - bumps, log_p["sealed"] - others[BUMPS]),
    ]
    u, by = promises.shares(judged, sealed, log_p["sealed"])
    found.append(promises.coverage(u, by))
    z = judged.z(sealed)
    if z is not None:
        found.append(promises.each_coordinate(z))
    if table.context:
        found.append(scores.uses_context(judged, table, log_p["sealed"]))
        if z is not None:
            found.append(promises.in_every_context(z, sealed.c))
    found.append(promises.samples_like_data(judged.draws(sealed, 4), sealed, table))
    listed = {"your flow": mean_error(log_p["sealed"])}
    return found, listed | {name: mean_error(theirs) for name, theirs in others.items()}


def coverage_shares(q: Density, table: Table, seed: int = 0) -> Tensor:
    """The share u of each sealed row, (n,), by the rule of ``rubric``. Raises NotAsked."""
    judged = Judged(q, table, seed)
    return promises.shares(judged, table.sealed, judged.log_prob(table.sealed))[0]

"""The rubric: a density, a table, and what can and what cannot be said of the two."""

import html
import math
from dataclasses import dataclass, field

import torch
from torch import Tensor

from course_lib.capstone import promises, scores
from course_lib.capstone.baselines import baselines, kernel
from course_lib.capstone.findings import SIGNS, WORDS, Finding, mean_error, signed
from course_lib.capstone.judged import Density, Judged, NotAsked
from course_lib.capstone.not_shown import not_shown
from course_lib.capstone.of_a_column import tied
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
    mean, error = pair
    return f"{signed(mean)} ± {error:.2f}" if math.isfinite(mean) else signed(mean)


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
    others, bumps = baselines(table, sealed), kernel(table)
    area, draws = scores.units(judged, table), judged.draws(sealed, 4)
    heart = scores.by_heart(log_p["train"], log_p["sealed"])
    advice = _advice(area, heart, promises.standardised(draws, table))
    found = [area, scores.rivals(log_p["sealed"], others, advice, _tied(table))]
    if log_p["sealed"].isfinite().all():  # else there is no mean to compare
        more = [log_p[name] - bumps(getattr(table, name)) for name in ("held_out", "sealed")]
        found += [heart, scores.not_peeked(*more)]
    found += _promises(judged, table, log_p["sealed"])
    found.append(promises.samples_like_data(draws, sealed, table))
    listed = {"your flow": mean_error(log_p["sealed"])}
    return found, listed | {name: mean_error(theirs) for name, theirs in others.items()}


def _promises(judged, table, log_p):
    """Findings on regions, on the base's coordinates, and on what the context does."""
    sealed, z = table.sealed, judged.z(table.sealed)
    found = [promises.coverage(*promises.shares(judged, sealed, log_p))]
    if z is not None:
        found.append(promises.each_coordinate(z))
    if table.context:
        if log_p.isfinite().all():
            found.append(scores.uses_context(judged, table, log_p))
        if z is not None:
            found.append(promises.in_every_context(z, sealed.c))
    return found


def _advice(area, heart, standardised):
    """What to do about a flow that a baseline beats: the other lines say where it fails."""
    if area.state == "failed":
        return "Mend the area first: until then log p cannot be compared."
    if standardised:
        return "Its units are not the table's: see the samples."
    if heart.state == "held":
        return "It has not learnt enough: more steps, or a larger flow."
    return "It has learnt too much: more rows, a smaller flow, or fewer steps."


def _tied(table):
    """The targets that come in steps: on them log p can grow without limit."""
    columns = zip(table.target, table.numbers.T, strict=False)
    return [name for name, column in columns if tied(column)]


def coverage_shares(q: Density, table: Table, seed: int = 0) -> Tensor:
    """The share u of each sealed row, (n,), by the rule of ``rubric``. Raises NotAsked."""
    judged = Judged(q, table, seed)
    return promises.shares(judged, table.sealed, judged.log_prob(table.sealed))[0]

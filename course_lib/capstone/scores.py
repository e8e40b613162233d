"""Checks of log p: its units, its rivals, the rows that it knows by heart, its context."""

import math

import torch
from torch import Tensor

from course_lib.capstone.baselines import gaussian
from course_lib.capstone.findings import Finding, many, mean_error, signed
from course_lib.capstone.judged import Judged
from course_lib.capstone.tables import Part, Table

CONTEXTS, CENTRES, POINTS = 6, 400, 3000  # of the area: places, bumps of the proposal, its points
LITTLE = 0.05  # nats: what nobody needs to be told
UNSURE = 0.15  # nats: with a larger error four of them would excuse half of the area


@torch.no_grad()
def units(judged: Judged, table: Table) -> Finding:
    """Is the area under the density 1, per unit of the *table*?

    ∫p(x) dx = E[p(x)/h(x)] with x from h, a kernel density of the density's own draws.
    """
    name = "The area is 1, in the table's units"
    places = CONTEXTS if judged.takes_context else 1
    logs = [_log_area(judged, _rows(table.sealed, [k])) for k in range(places)]
    log_area, error = (torch.tensor(part).mean().item() for part in zip(*logs, strict=True))
    sigma = table.train.x.double().std(0, correction=0).log().sum().item()
    said = f"it is {math.exp(min(log_area, 50)):.3g} (log {signed(log_area)} ± {error:.2f})"
    if error > UNSURE:
        return Finding(name, "look", f"{said}. With such an error nobody can tell.")
    if abs(log_area) <= max(LITTLE, 4 * error):
        return Finding(name, "held", said + ".")
    why = "A term of log p is missing."
    if abs(abs(log_area) - abs(sigma)) <= max(0.1, 4 * error):
        why = (
            f"That is Σ log σ = {signed(sigma)} of the standardised columns: "
            "log p(data) = log p(values) − Σ log σ."
        )
    return Finding(name, "failed", f"{said}. {why}")


def _log_area(judged, row):
    """(log of the area under p at this row's context, its standard error)."""
    many = CENTRES + POINTS
    drawn = judged.draws(row, many)[:, 0].double()
    centres, D = drawn[:CENTRES], drawn.shape[1]
    width = _spread(centres) * 1.3 * CENTRES ** (-1 / (D + 4))
    stream = torch.Generator().manual_seed(0)
    at = torch.randint(CENTRES, (POINTS,), generator=stream)
    # One bump in five is four times as wide: the density's own tails lie in them.
    factors = torch.where(torch.rand(POINTS, 1, generator=stream) < 0.2, 4.0, 1.0).double()
    noise = torch.randn(POINTS, D, generator=stream, dtype=torch.float64)
    x = (centres[at] + factors * width * noise).to(row.x.dtype)
    c = None if row.c is None else row.c.expand(POINTS, -1)
    log_w = judged.log_prob(Part(x, c)) - _proposal(x.double(), centres, width)
    w = (log_w - log_w.max()).exp()
    mean, error = mean_error(w)
    return math.log(mean) + log_w.max().item(), error / mean


def _spread(x):
    """The width of each column, which a few draws far out do not move."""
    ends = torch.quantile(x, torch.tensor([0.16, 0.84], dtype=x.dtype), 0)
    return ((ends[1] - ends[0]) / 2).clamp_min(1e-12)


def _proposal(x, centres, width):
    """log of the kernel density with narrow and wide bumps: (n, D) → (n,)."""
    D = x.shape[1]
    squares = torch.cdist(x / width, centres / width).square()
    constant = width.log().sum() + 0.5 * D * math.log(2 * math.pi) + math.log(len(centres))
    narrow = torch.logsumexp(-squares / 2, 1) + math.log(0.8)
    wide = torch.logsumexp(-squares / 32, 1) + math.log(0.2) - D * math.log(4)
    return torch.logaddexp(narrow, wide) - constant


def _rows(part, rows):
    return Part(part.x[rows], None if part.c is None else part.c[rows])


def rivals(log_p: Tensor, others: dict[str, Tensor], what_to_do: str, tied: list[str]) -> Finding:
    """Is it better than every baseline on the sealed rows, row by row?

    ``what_to_do`` is said if it is not. On columns that are ``tied`` log p is worth little.
    """
    name = "Better than the baselines"
    lost = int((log_p == -math.inf).sum())
    if lost:
        rows = many(lost, "sealed row", "sealed rows")
        return Finding(name, "failed", f"to {rows} it gives no density at all: log p is −∞ there.")
    lines, states = [], []
    for rival, theirs in others.items():
        mean, error = mean_error(log_p - theirs)
        lines.append(f"{signed(mean)} ± {error:.2f} against {rival}")
        far = abs(mean) > max(2 * error, 0.005)  # below that it is rounding
        states.append("look" if not far else "held" if mean > 0 else "failed")
    state = max(states, key=("held", "look", "failed").index)
    after = {
        "held": "",
        "look": " Where the difference is less than two errors, the data cannot tell.",
        "failed": f" {what_to_do}",
    }[state]
    if tied:
        come = "comes" if len(tied) == 1 else "come"
        after += f" (But {' and '.join(tied)} {come} in steps: needles win here. See Ties.)"
    return Finding(name, state, f"nats per row: {'; '.join(lines)}.{after}")


def by_heart(on_train: Tensor, on_sealed: Tensor) -> Finding:
    """Does it explain the rows it has learnt from much better than new ones?"""
    (of_train, error), (of_sealed, its_error) = mean_error(on_train), mean_error(on_sealed)
    gap, error = of_train - of_sealed, math.hypot(error, its_error)
    said = f"training rows minus sealed rows: {signed(gap)} ± {error:.2f} nats"
    if gap <= max(2 * error, 2 * LITTLE):
        return Finding("Not learnt by heart", "held", said + ".")
    state = "failed" if gap > 0.5 and gap > 3 * error else "look"
    return Finding(
        "Not learnt by heart", state, said + ". Stop earlier (held_out=), or take a smaller flow."
    )


def not_peeked(more_on_held_out: Tensor, more_on_sealed: Tensor) -> Finding:
    """Are the held-out rows new to it? From log p minus a baseline's, of both parts.

    The baseline takes off what makes some rows harder than others for everybody. In pairs of a
    held-out and a sealed row, how often is the held-out one explained better (Mann and Whitney)?
    """
    name = "The held-out rows were kept out"
    n, m = len(more_on_held_out), len(more_on_sealed)
    better = more_on_held_out[:, None] - more_on_sealed
    share = ((better > 0).double() + 0.5 * (better == 0)).mean().item()
    luck = math.sqrt((n + m + 1) / (12 * n * m))
    said = (
        f"of 100 pairs of a held-out and a sealed row, the held-out one is explained better in "
        f"{100 * share:.0f} (by luck up to {50 + 300 * luck:.0f})"
    )
    if share <= 0.5 + 3 * luck:
        return Finding(name, "held", said + ".")
    return Finding(name, "failed", f"{said}. It has seen them: train on table.train alone.")


def uses_context(judged: Judged, table: Table, log_p: Tensor) -> Finding:
    """Does log p fall when each row gets another row's context? By as much as a line's does?"""
    name = "It listens to its context"
    part, losses = table.sealed, []
    generator = torch.Generator().manual_seed(0)
    for _ in range(4):
        order = torch.randperm(len(part), generator=generator)
        losses.append(log_p - judged.log_prob(Part(part.x, part.c[order])))
    mean, error = mean_error(torch.stack(losses).mean(0))
    line = gaussian(table, True)(part) - gaussian(table, False)(part)
    gain, its_error = mean_error(line)
    said = (
        f"foreign contexts cost {signed(mean)} ± {error:.2f} nats; to a straight line the context "
        f"is worth {signed(gain)} ± {its_error:.2f}"
    )
    if mean > 2 * error and mean > 1e-6:
        return Finding(name, "held", said + ".")
    if gain > 2 * its_error:
        return Finding(name, "failed", f"{said}. The flow does not use what a line can use.")
    return Finding(name, "look", f"{said}. Perhaps there is nothing to be told: leave it out?")

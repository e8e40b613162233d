"""Four verdicts on one event: a squared error, one Gaussian, a flow, and the exact density."""

import functools

import torch

from course_lib.chapters.ch11_hands_on_flash.pictures.answers import KINDS, answer_of, gap, held_out
from course_lib.chapters.ch11_hands_on_flash.pictures.planes import (
    N,
    axes,
    cross,
    exact,
    plane,
    points,
)
from course_lib.live.controls import Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import BASE, DATA, INK, TARGET, WRONG
from course_lib.live.words import number

EVENTS = (38, 245, 140, 11, 125, 30, 53, 152)  # of the held-out ones, in which the four differ
COLORS = {"squared error": WRONG, "one Gaussian": BASE, "flow": TARGET, "exact": DATA}


@functools.cache
@torch.no_grad()
def verdict(kind, event):
    """log p of one kind on the lattice, for the counts of a held-out event."""
    counts = held_out()[1][event]
    if kind == "exact":
        return exact(counts)
    if kind == "flow":
        return answer_of(kind).on_lattice(*axes(), counts.double())
    return answer_of(kind).log_prob(points().float(), counts.float()).double()


@functools.cache
@torch.no_grad()
def at_the_truth(kind, event):
    """log p of the true place of a held-out event."""
    theta, counts, log_p = held_out()
    if kind == "exact":
        return log_p[event].item()
    return answer_of(kind).log_prob(theta[event], counts[event]).item()


class VerdictsPicture(Picture):
    """One event's place, by four answers beside one another."""

    size = (900, 330)
    title = "Four answers to the same ten counts: which would you sign?"

    def __init__(self):
        super().__init__([Slider("event", "event", 1, len(EVENTS), 1, 1)])

    def layout(self, figure):
        panels = zip((*KINDS, "exact"), figure.subplots(1, 4), strict=True)
        self.rasters, self.places, self.said = {}, [], {}
        for kind, ax in panels:
            plane(ax, kind, ticks=kind == KINDS[0])
            mean = 0.0 if kind == "exact" else gap(kind)[0]
            ax.set_xlabel(f"loses {number(mean, 2)} on average")
            self.rasters[kind] = self.raster(ax, COLORS[kind], N)
            self.places.append(self.line(ax, INK, lw=1.8))
            self.said[kind] = self.words(ax, 0.03, 0.98, fontsize=14)

    def update(self, event):
        which = EVENTS[event - 1]
        theta = held_out()[0][which]
        for place in self.places:
            place.set_data(*cross(*theta.tolist()))
        readouts = {}
        for kind, raster in self.rasters.items():
            raster.set_values(verdict(kind, which).exp())
            log_p = number(at_the_truth(kind, which), 1)
            self.said[kind].set_text(f"log p = {log_p}")
            readouts[f"log p there: {kind}"] = log_p
        return readouts

    def describe(self, event):
        read = self.readings(event=event)
        told = ", ".join(f"{label.split(': ')[1]} {text}" for label, text in read.items())
        return (
            f"Event {event}: the density of the place by four answers. The squared error is one "
            "round bell of the same width for all events, the Gaussian an ellipse; the flow has "
            f"the bumps of the exact density. log p of the true place: {told}."
        )


def verdicts(**start: float | str | bool) -> View:
    """One event by a squared error, one Gaussian, a flow, and exactly."""
    return show(VerdictsPicture(), **start)

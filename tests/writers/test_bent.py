"""Orthogonal polylines as bent connectors: Office's presets, run on what is written, give every corner back."""

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from bpm2sop.layout import Document, Point, lay_out
from bpm2sop.writers.office.bent import EMU, Bent, bent, corners
from tests.layout.random_sops import random_sop

MOST_OFF = 1.5
"""Pixels by which a bent connector may miss its polyline."""


def drawn_by(form: Bent) -> tuple[tuple[float, float], ...]:
    """The corners that Office draws for a bent connector, in EMU."""
    w, h = form.w, form.h
    at = [share / 100_000 for share in form.adjust]
    match form.preset:
        case "straightConnector1":
            path = [(0, 0), (w, h)]
        case "bentConnector2":
            path = [(0, 0), (w, 0), (w, h)]
        case "bentConnector3":
            path = [(0, 0), (w * at[0], 0), (w * at[0], h), (w, h)]
        case "bentConnector4":
            path = [(0, 0), (w * at[0], 0), (w * at[0], h * at[1]), (w, h * at[1]), (w, h)]
        case _:
            across, down, back = w * at[0], h * at[1], w * at[2]
            path = [(0, 0), (across, 0), (across, down), (back, down), (back, h), (w, h)]
    turned = []
    for x, y in path:
        u = (w - x if form.flip_h else x) - w / 2
        v = (h - y if form.flip_v else y) - h / 2
        u, v = (-v, u) if form.upright else (u, v)
        turned.append((form.x + w / 2 + u, form.y + h / 2 + v))
    return tuple(turned)


@st.composite
def polylines(draw: st.DrawFn) -> tuple[Point, ...]:
    """Orthogonal polylines of up to four bends, with repeats of places and turns back."""
    place = st.integers(0, 400)
    points = [Point(draw(place), draw(place))]
    upright = draw(st.booleans())
    for _ in range(draw(st.integers(1, 5))):
        length = draw(st.integers(-200, 200).filter(bool))
        x, y = points[-1]
        points.append(Point(x, y + length) if upright else Point(x + length, y))
        upright = not upright
    return tuple(points)


@settings(max_examples=500, deadline=None)
@given(polylines())
def test_a_bent_connector_is_the_polyline(points: tuple[Point, ...]) -> None:
    """Office's own rules, run on the written preset, give every corner back."""
    assert deviation(points) <= MOST_OFF


def deviation(points: tuple[Point, ...]) -> float:
    """How far the preset of a polyline misses its corners, in pixels."""
    kept = corners(points)
    seen = drawn_by(bent(kept))
    assert len(seen) == len(kept)
    return max(
        max(abs(x / EMU - p.x), abs(y / EMU - p.y)) for (x, y), p in zip(seen, kept, strict=True)
    )


def test_every_routed_connector_is_a_preset() -> None:
    """What the layout routes has an exact preset."""
    found = [
        deviation(connector.points)
        for seed in range(12)
        for page in laid(seed).pages
        for connector in page.connectors
    ]
    assert len(found) > 200
    assert max(found) <= MOST_OFF


@cache
def laid(seed: int) -> Document:
    """A random SOP on its pages."""
    return lay_out(random_sop(seed, steps=24))

"""Coverage as charts: one SVG, the same bytes for the same numbers. matplotlib is imported when a chart is drawn."""

import io
import re
from typing import Any

from bpm2sop.trace import Trace
from bpm2sop.wording import Language, say
from bpm2sop.writers.markup import Html

COLOURS = ("#1f5a8a", "#4d8fc0", "#86b8dc", "#2d7d5a", "#7a5ea8", "#b3b9c0")
WITH, WITHOUT = "#1f5a8a", "#c9ced4"
_INCHES = (10.0, 3.2)
_SETTINGS: Any = {
    "svg.hashsalt": "bpm2sop",
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
}


def charts(trace: Trace, language: Language) -> Html:
    """Draw nodes by transformation, and maps with flow by level, with and without an SOP."""
    import matplotlib as mpl  # noqa: PLC0415  (half a second, for charts only)
    import matplotlib.style  # noqa: PLC0415
    from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    # A person's own settings of matplotlib must not change the bytes.
    with matplotlib.style.context("default"), mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=_INCHES, layout="constrained")
        FigureCanvasSVG(figure)
        left, right = figure.subplots(1, 2)
        _nodes(left, trace, language)
        _levels(right, trace, language)
        stream = io.StringIO()
        figure.savefig(
            stream,
            format="svg",
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )
    return _inline(stream.getvalue(), say(language, "trace.coverage"))


def _nodes(axes: Any, trace: Trace, language: Language) -> None:  # noqa: ANN401  (drawn through matplotlib's own object)
    """Draw a bar a transformation."""
    labels = [say(language, f"trace.how_{how.replace('-', '_')}") for how in trace.how]
    counts = list(trace.how.values())
    bars = axes.barh(labels, counts, color=COLOURS[: len(counts)])
    axes.bar_label(bars, padding=3)
    _finish(axes, say(language, "trace.chart_how"), max(counts, default=0))
    axes.invert_yaxis()


def _levels(axes: Any, trace: Trace, language: Language) -> None:  # noqa: ANN401  (drawn through matplotlib's own object)
    """Draw a bar a level: maps with an SOP, then those without."""
    lines = [line for line in trace.levels if line.flowing]
    labels = [say(language, "atlas.level", level=line.level) for line in lines]
    done = [line.with_sop for line in lines]
    open_ = [line.flowing - line.with_sop for line in lines]
    axes.barh(labels, done, color=WITH, label=say(language, "trace.with_sop"))
    bars = axes.barh(
        labels, open_, left=done, color=WITHOUT, label=say(language, "trace.without_sop")
    )
    axes.bar_label(bars, labels=[f"{line.with_sop}/{line.flowing}" for line in lines], padding=3)
    _finish(
        axes, say(language, "trace.chart_levels"), max((line.flowing for line in lines), default=0)
    )
    axes.invert_yaxis()
    axes.legend(loc="lower right", frameon=False)


def _finish(axes: Any, title: str, most: int) -> None:  # noqa: ANN401  (drawn through matplotlib's own object)
    """Set title and frame; leave room for the numbers."""
    axes.set_title(title, loc="left")
    axes.set_xlim(0, max(most, 1) * 1.15)
    axes.spines[["top", "right"]].set_visible(False)
    axes.xaxis.get_major_locator().set_params(integer=True)


def _inline(svg: str, title: str) -> Html:
    """Keep the `svg` element alone, with a name for those who cannot see it."""
    body = svg[svg.index("<svg") :].strip()
    body = re.sub(r'\s(?:width|height)="[\d.]+pt"', "", body, count=2)
    named = Html(body.replace("<svg ", f'<svg role="img" aria-label="{_plain(title)}" ', 1))
    return Html(named)


def _plain(words: str) -> str:
    """Keep letters and spaces of a label of our own."""
    return "".join(c for c in words if c.isalnum() or c == " ")

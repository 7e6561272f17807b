"""Small charts as SVG paths: a line for time, bars for amounts from zero. 100 × 30, no axis."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH, HEIGHT = 100.0, 30.0


def line(series: Sequence[float]) -> str:
    """The path of a sparkline from the lowest to the highest value; "" below two values."""
    if len(series) < 2:
        return ""
    low, high = min(series), max(series)
    span = (high - low) or 1
    step = WIDTH / (len(series) - 1)
    points = [
        f"{index * step:.1f} {HEIGHT - 1 - (value - low) / span * (HEIGHT - 2):.1f}"
        for index, value in enumerate(series)
    ]
    return "M" + "L".join(points)


def bars(series: Sequence[float]) -> tuple[tuple[float, float, float, float], ...]:
    """(x, y, width, height) of each bar, all from zero."""
    if not series:
        return ()
    top = max(series) or 1
    step = WIDTH / len(series)
    return tuple(
        (
            round(index * step, 2),
            round(HEIGHT - value / top * HEIGHT, 2),
            round(step * 0.72, 2),
            round(value / top * HEIGHT, 2),
        )
        for index, value in enumerate(series)
    )

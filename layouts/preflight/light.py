"""Luminance and contrast (WCAG 2.1, 1.4.3)."""

from __future__ import annotations

Rgb = tuple[float, float, float]


def luminance(rgb: Rgb) -> float:
    """The relative luminance of a colour, 0…1."""
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of two colours, 1…21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)

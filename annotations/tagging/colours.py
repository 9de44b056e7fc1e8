"""The colours of tags: what people call them, and how they look on a light page."""

from typing import NamedTuple


class Hue(NamedTuple):
    name: str
    colour: str


HUES = {
    1: Hue("Blue", "#2F74C0"),
    2: Hue("Amber", "#B07A00"),
    3: Hue("Green", "#2B8A5B"),
    4: Hue("Pink", "#B5447C"),
    5: Hue("Violet", "#7659BB"),
    6: Hue("Rust", "#C0562E"),
    7: Hue("Teal", "#167F8C"),
    8: Hue("Grey", "#6D7175"),
}

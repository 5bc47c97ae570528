"""Pictures for the sample visits, drawn: photos of people or places would have to come from somewhere.

Each is drawn at twice its size and made smaller, so that edges are smooth.
"""

import io
from collections.abc import Callable
from random import Random

from PIL import Image, ImageDraw, ImageFilter

SIZE = (1200, 900)
PAPER, INK, PENCIL = "#fbf8f0", "#3d3a36", "#a39b8e"
NOTES = ("#f7e08a", "#f4b6a6", "#b9dfc0", "#b5d3ee")
Draw = ImageDraw.ImageDraw


def notice_board() -> bytes:
    """A board in a stairwell with a draft in two columns, a plan of the blocks and slips of paper."""

    def content(draw: Draw, chance: Random) -> None:
        _frame(draw)
        _sheet(draw, (210, 220, 930, 1240), chance, paragraphs=6)
        _sheet(draw, (1010, 220, 1730, 900), chance, paragraphs=3)
        for number in range(4):
            left = 1010 + number * 330
            _note(draw, (left, 1010, left + 270, 1270), NOTES[number], chance)
        draw.rectangle((1800, 220, 2250, 900), fill=PAPER, outline=PENCIL, width=4)
        for number, (left, top) in enumerate(((1850, 290), (2050, 290), (1850, 560), (2050, 560))):
            draw.rectangle((left, top, left + 140, top + 200), fill=NOTES[number], outline=INK, width=6)
        draw.line((1830, 840, 2220, 840), fill=PENCIL, width=10)
        _pin(draw, 2025, 250)

    return _picture("#d9d3c7", content, seed=1)


def sheet_of_notes() -> bytes:
    """The large sheet after a round in which everybody wrote: notes in three columns, some of them moved together."""

    def content(draw: Draw, chance: Random) -> None:
        draw.rectangle((110, 90, 2290, 1710), fill=PAPER)
        for column in range(3):
            left = 190 + column * 700
            draw.line((left, 330, left + 600, 330), fill=INK, width=8)
            _words(draw, left + 60, 230, 380, chance, width=22)
            for number in range((5, 7, 4)[column]):
                x = left + number % 2 * 300 + chance.randint(-12, 12)
                y = 390 + number // 2 * 320 + chance.randint(-12, 12)
                _note(draw, (x, y, x + 260, y + 260), NOTES[(number + column) % 4], chance)
        draw.ellipse((870, 1000, 1560, 1330), outline="#c4553f", width=12)

    return _picture("#b9926b", content, seed=2)


# ── within


def _picture(ground: str, content: Callable[[Draw, Random], None], *, seed: int) -> bytes:
    chance = Random(seed)  # the same drawing each time
    image = Image.new("RGB", (SIZE[0] * 2, SIZE[1] * 2), ground)
    content(ImageDraw.Draw(image), chance)
    image = image.rotate(chance.uniform(-1.2, 1.2), Image.Resampling.BICUBIC, fillcolor=ground)
    image = image.resize(SIZE, Image.Resampling.LANCZOS)
    # Light from one side, as a lamp gives it.
    shade = Image.linear_gradient("L").transpose(Image.Transpose.ROTATE_90).resize(SIZE)
    image.paste("#2b241c", mask=shade.point(lambda value: value // 5))
    made = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(0.6)).save(made, "JPEG", quality=85)
    return made.getvalue()


def _frame(draw: Draw) -> None:
    draw.rectangle((100, 110, 2330, 1350), fill="#7b5a3c")
    draw.rectangle((140, 150, 2290, 1310), fill="#c99f6b")
    draw.rectangle((0, 1560, 2400, 1800), fill="#a8a196")


def _sheet(draw: Draw, box: tuple[int, int, int, int], chance: Random, *, paragraphs: int) -> None:
    left, top, right, bottom = box
    draw.rectangle((left + 12, top + 14, right + 12, bottom + 14), fill="#a27f52")
    draw.rectangle(box, fill=PAPER)
    _words(draw, left + 130, top + 80, right - left - 260, chance, width=24)
    step = (bottom - top - 200) // paragraphs
    for number in range(paragraphs):
        for line in range(3):
            _words(draw, left + 60, top + 180 + number * step + line * 38, right - left - 120, chance)
    _pin(draw, (left + right) // 2, top + 26)


def _note(draw: Draw, box: tuple[int, int, int, int], colour: str, chance: Random) -> None:
    left, top, right, bottom = box
    draw.rectangle((left + 8, top + 10, right + 8, bottom + 10), fill="#8a7a62")
    draw.rectangle(box, fill=colour)
    for line in range(3):
        _words(draw, left + 30, top + 60 + line * 60, right - left - 60, chance, width=14)


def _words(draw: Draw, left: int, top: int, length: int, chance: Random, *, width: int = 11) -> None:
    """A line of writing from too far away to read."""
    x, end = left, left + length - chance.randint(0, length // 3)
    while x < end:
        word = min(chance.randint(width * 2, width * 7), end - x)
        draw.line((x, top, x + word, top + chance.randint(-2, 2)), fill=INK, width=width)
        x += word + width * 2


def _pin(draw: Draw, x: int, y: int) -> None:
    draw.ellipse((x - 18, y - 18, x + 18, y + 18), fill="#c4453a", outline="#7d2a22", width=4)

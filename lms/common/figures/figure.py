from dataclasses import dataclass


@dataclass(frozen=True)
class KeyLine:
    """What a class of the drawing means."""

    sign: str  # "q0" to "q3", or "flag"
    text: str


@dataclass(frozen=True)
class Figure:
    """What `components/figure.html` shows. Without a drawing the finding says why there is none."""

    id: str
    title: str
    finding: str
    svg: str = ""  # safe, as the functions of this package return it
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    key: tuple[KeyLine, ...] = ()
    note: str = ""

    @property
    def heading(self) -> str:
        return heading_of(self.id)


def heading_of(id_: str) -> str:
    """The id of the heading that names the drawing."""
    return f"h-{id_}"

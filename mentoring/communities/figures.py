"""Communities in pictures: the numbers of `metrics` as maps, with their words."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from lms.common.figures import Figure, KeyLine, Shades, Tile, heading_of, tile_map
from mentoring.communities.metrics import Dong

Link = Callable[[Dong], str]

MOST_NAMES = 4  # in a sentence; more of them are told by their number


# ── maps, one for each district


def community_maps(dongs: Iterable[Dong], *, link: Link, chosen: str = "") -> list[Figure]:
    """Where communities are. Each square leads to those of its dong."""
    return [_community_map(code, rows, link, chosen) for code, rows in _by_district(dongs)]


def coached_maps(dongs: Iterable[Dong], *, link: Link) -> list[Figure]:
    """How many of a dong's communities are coached; the shade is how many are not."""
    return [_coached_map(code, rows, link) for code, rows in _by_district(dongs)]


def _by_district(dongs: Iterable[Dong]) -> list[tuple[str, list[Dong]]]:
    """The district with the most communities first."""
    districts = [(code, list(rows)) for code, rows in groupby(dongs, key=lambda dong: dong.district_code)]
    return sorted(districts, key=lambda district: -sum(dong.communities for dong in district[1]))


def _community_map(code: str, dongs: list[Dong], link: Link, chosen: str) -> Figure:
    id_, number = f"map-{code}", sum(dong.communities for dong in dongs)
    shades = Shades.of(dong.communities for dong in dongs)
    tiles = [
        _tile(dong, _places(dong.communities), shades.of_number(dong.communities), link(dong), dong.code == chosen)
        for dong in dongs
    ]
    most = _most(_("Most are in %(names)s (%(number)s)."), dongs, lambda dong: dong.communities)
    title = _("%(district)s: %(number)s communities by dong") % {"district": dongs[0].district, "number": number}
    return Figure(
        id=id_,
        title=title,
        finding=" ".join([*most, _gaps(dongs)]),
        svg=tile_map(tiles, named_by=heading_of(id_)),
        head=(_("Dong"), _("Communities")),
        rows=tuple((_name(dong), _places(dong.communities)) for dong in dongs),
        key=_key(shades, dongs),
        note=_("Each square stands roughly where its dong lies."),
    )


def _coached_map(code: str, dongs: list[Dong], link: Link) -> Figure:
    id_ = f"coached-{code}"
    number, coached = sum(dong.communities for dong in dongs), sum(dong.coached for dong in dongs)
    shades = Shades.of(_waiting(dong) for dong in dongs)
    tiles = [
        _tile(dong, f"{dong.coached}/{dong.communities}", shades.of_number(_waiting(dong)), link(dong))
        for dong in dongs
    ]
    summary = _("%(coached)s of %(number)s communities are coached.") % {"coached": coached, "number": number}
    waiting = _most(_("Most without coaching are in %(names)s (%(number)s)."), dongs, _waiting)
    return Figure(
        id=id_,
        title=_("%(district)s: communities with and without coaching") % {"district": dongs[0].district},
        finding=" ".join([summary, *waiting, _gaps(dongs)]),
        svg=tile_map(tiles, named_by=heading_of(id_)),
        head=(_("Dong"), _("Communities"), _("Coached"), _("Not coached")),
        rows=tuple(
            (_name(dong), _places(dong.communities), _places(dong.coached), _places(_waiting(dong))) for dong in dongs
        ),
        key=_key(shades, dongs),
        note=_(
            "Coached / all communities of the dong; the colour tells how many are without coaching. Squares lie roughly."
        ),
    )


def _waiting(dong: Dong) -> int:
    return dong.communities - dong.coached


def _tile(dong: Dong, value: str, shade: int, href: str, current: bool = False) -> Tile:
    spoken = f"{dong.name} {value}"
    return Tile(
        name=dong.name,
        value=value,
        shade=shade,
        x=dong.x,
        y=dong.y,
        flag=not dong.has_expert,
        href=href,
        spoken=spoken if dong.has_expert else f"{spoken}, {_('no expert')}",
        current=current,
    )


def _name(dong: Dong) -> str:
    return dong.name if dong.has_expert else f"{dong.name} ({_('no expert')})"


def _places(number: int) -> str:
    return _("%(number)s places") % {"number": number}


def _most(sentence: str, dongs: Sequence[Dong], number_of: Callable[[Dong], int]) -> list[str]:
    """Nothing to say of single ones, or where the most are in as many dongs as nobody would read."""
    most = max(map(number_of, dongs))
    names = [dong.name for dong in dongs if number_of(dong) == most]
    if most < 2 or len(names) > MOST_NAMES:
        return []
    return [sentence % {"names": ", ".join(names), "number": _places(most)}]


def _gaps(dongs: Sequence[Dong]) -> str:
    names = [dong.name for dong in dongs if not dong.has_expert]
    if not names:
        return _("Every dong has an expert.")
    if len(names) <= MOST_NAMES:
        return _("There is no expert in %(names)s.") % {"names": ", ".join(names)}
    some = ", ".join(names[:MOST_NAMES])
    return _("There is no expert in %(number)s dongs, such as %(names)s.") % {"number": len(names), "names": some}


def _key(shades: Shades, dongs: Sequence[Dong]) -> tuple[KeyLine, ...]:
    lines = [KeyLine(f"q{shade}", _range(*ends)) for shade, ends in enumerate(shades.ranges())]
    flag = [] if all(dong.has_expert for dong in dongs) else [KeyLine("flag", _("no expert"))]
    return (*lines, *flag)


def _range(first: int, last: int) -> str:
    return _places(last) if first == last else f"{first}~{_places(last)}"

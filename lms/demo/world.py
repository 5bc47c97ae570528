"""The sample world, part by part. Each part acts through the domain functions that people's clicks call."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from lms.demo.parts import coaching, communities, corps, curriculum, people, places, runs

PARTS: Mapping[str, Callable[[], None]] = {
    "Regions and the two centres": places.build,
    "A sign-in for each role": people.build,
    "Curriculum": curriculum.build,
    "Courses held, and who learns in them": runs.build,
    "Experts and council members": corps.build,
    "Communities": communities.build,
    "Coaching requests and visits": coaching.build,
}


def build(step: Callable[[str], AbstractContextManager[object]]) -> None:
    for number, (title, part) in enumerate(PARTS.items(), start=1):
        with step(f"{number}/{len(PARTS)} {title}"):
            part()

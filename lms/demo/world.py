"""The sample world, part by part. Each part acts through the domain functions that people's clicks call."""

from lms.demo.parts import coaching, communities, corps, curriculum, people, places, runs

PARTS = (places, people, curriculum, runs, corps, communities, coaching)


def build() -> None:
    for part in PARTS:
        part.build()

"""What completing a course can lead to beyond other courses, such as an appointment. Another app knows that; it registers its
answer in `AppConfig.ready`."""

from collections.abc import Callable, Mapping

from lms.common.registry import Registry

# Key of a course → what asks for it, by its own name.
Ends = Callable[[], Mapping[str, str]]
ENDS: Registry[Ends] = Registry("what courses lead to")


def leads_to() -> dict[str, str]:
    return {key: name for provider in ENDS.values() for key, name in provider().items()}

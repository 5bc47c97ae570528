"""What two people, or two runs of the clock, may do at the same moment: an entry for each function that locks rows."""

from tests.races.deeds import courses, lms, mentoring
from tests.races.deeds.deed import DEEDS, Deed

__all__ = ["DEEDS", "Deed", "courses", "lms", "mentoring"]

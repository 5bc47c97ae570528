from .bodies import Appointment, Body
from .experts import AvailabilityWindow, ExpertProfile, ExpertTopic, Field

__all__ = ["Appointment", "AvailabilityWindow", "Body", "ExpertProfile", "ExpertTopic", "Field"]

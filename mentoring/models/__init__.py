from .bodies import Appointment, Body
from .coaching import ActionItem, Addendum, CoachingSession, Confirmation, PrivateNote, VisitTopic
from .communities import Community, CommunityMembership, Stage
from .experts import AvailabilityWindow, ConflictOfInterest, ExpertProfile, ExpertTopic, Field
from .photos import VisitPhoto
from .requests import CoachingRequest, Engagement, Goal, MatchProposal, RequestSlot, RequestTopic

__all__ = [
    "ActionItem",
    "Addendum",
    "Appointment",
    "AvailabilityWindow",
    "Body",
    "CoachingRequest",
    "CoachingSession",
    "Community",
    "CommunityMembership",
    "Confirmation",
    "ConflictOfInterest",
    "Engagement",
    "ExpertProfile",
    "ExpertTopic",
    "Field",
    "Goal",
    "MatchProposal",
    "PrivateNote",
    "RequestSlot",
    "RequestTopic",
    "Stage",
    "VisitPhoto",
    "VisitTopic",
]

"""What Wagtail keeps of whoever edits: how they set up the editors' part, which pages they follow, and their notes on pages."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.models import Comment, CommentReply, PageSubscription
from wagtail.users.models import UserProfile

from lms.accounts.models import User
from lms.privacy.own_data import until_leaving
from lms.privacy.registries import OwnData, Row


def _settings(person: User) -> Sequence[Row]:
    return [
        {
            pgettext("editors", "Picture"): bool(profile.avatar),
            pgettext("editors", "Language"): profile.preferred_language,
            pgettext("editors", "Time zone"): profile.current_time_zone,
            _("Mail about reviews"): profile.submitted_notifications
            or profile.approved_notifications
            or profile.rejected_notifications,
            _("Mail about notes on pages"): profile.updated_comments_notifications,
        }
        for profile in UserProfile.objects.filter(user=person)
    ]


def _followed(person: User) -> Sequence[Row]:
    rows = PageSubscription.objects.filter(user=person).select_related("page").order_by("page__title", "pk")
    return [
        {pgettext("site", "Page"): row.page.title, _("Mail about notes on pages"): row.comment_notifications}
        for row in rows
    ]


def _notes(person: User) -> Sequence[Row]:
    comments = Comment.objects.filter(user=person).select_related("page")
    replies = CommentReply.objects.filter(user=person).select_related("comment__page")
    written = [
        *((row.created_at, row.page.title, row.text) for row in comments),
        *((row.created_at, row.comment.page.title, row.text) for row in replies),
    ]
    return [
        {_("When"): at, pgettext("site", "Page"): title, pgettext("site", "Text"): text}
        for at, title, text in sorted(written)
    ]


SETTINGS = OwnData(
    gettext_lazy("How you set up the editors' part"),
    gettext_lazy("picture, language, time zone, which mails you get (if you edit pages)"),
    gettext_lazy("To show it as you like it."),
    until_leaving,
    _settings,
)
FOLLOWED = OwnData(
    gettext_lazy("Pages you follow as an editor"),
    gettext_lazy("page, whether you get a mail about notes on it (if you edit pages)"),
    gettext_lazy("To tell you when somebody writes a note on it."),
    until_leaving,
    _followed,
)
NOTES = OwnData(
    gettext_lazy("Your notes on pages"),
    gettext_lazy("page, text, when (if you edit pages)"),
    gettext_lazy("To work on a page together."),
    lambda: _("As long as the page, without your name once you have left"),
    _notes,
)

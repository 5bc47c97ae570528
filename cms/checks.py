"""What the checks of an editor's page look for: axe's rules, Wagtail's, and seven of our own.

The tests of ours run in the browser, in `js/content_checks.js`; their names meet there.
"""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.userbar import ContentCheckerItem

# What editors write; the words around it are the site's own.
WRITTEN = ".lead, .prose p, .prose li, .prose h2, .prose h3, .prose blockquote"
OWN_RULES = {
    "vague-link": "main .prose a[href]",
    "picture-description": "[data-undescribed] img",
    "video-captions": ".video video",
    "video-script": ".video",
    "lesson-times": ".lesson-times",
    "template-text": ".prose p, .prose li span",
    "date-weekday": WRITTEN,
}
UNDESCRIBED = {
    "error_name": _("A picture without a description"),
    "help_text": _("Write in one sentence what is to be seen, for people who can't see the picture."),
}
MESSAGES = {
    "picture-description": UNDESCRIBED,
    "vague-link": {
        "error_name": _("The link doesn't say what it opens"),
        "help_text": _("Instead of “here”, write what opens, for example “Application form”."),
    },
    "video-captions": {
        "error_name": _("The video has no captions"),
        "help_text": _("Choose a captions file (.vtt) in the video block."),
    },
    "video-script": {
        "error_name": _("The video has no script"),
        "help_text": _("Write what is said in the video, for those who can't hear or load it."),
    },
    "lesson-times": {
        "error_name": _("The lesson has no length or reading time"),
        "help_text": _("Fill in both under “Learning settings”: people plan their day by them."),
    },
    "date-weekday": {
        "error_name": _("A date without its weekday"),
        "help_text": _("Write the weekday too, for example “2 March (Mon)”."),
    },
    "template-text": {
        "error_name": _("A sentence of the template is still there"),
        "help_text": _("It tells you what belongs there. Write your own text in its place, or take it out."),
    },
    "color-contrast": {
        "error_name": _("The text is too pale for its background"),
        "help_text": _("Use the text styles of the editor, without colours of your own."),
    },
    "image-alt": UNDESCRIBED,
    "label": {
        "error_name": _("A field without a label"),
        "help_text": _("Please tell whoever looks after the site."),
    },
    "list": {
        "error_name": _("A list that isn't built as a list"),
        "help_text": _("Make it with the list buttons of the editor."),
    },
    "listitem": {
        "error_name": _("A list item outside a list"),
        "help_text": _("Make it with the list buttons of the editor."),
    },
    "td-headers-attr": {
        "error_name": _("A table cell names a heading that isn't there"),
        "help_text": _("Please tell whoever looks after the site."),
    },
    "th-has-data-cells": {
        "error_name": _("A table heading without cells"),
        "help_text": _("Fill in the cells, or take the heading away."),
    },
}


class SiteChecks(ContentCheckerItem):
    """More than Wagtail asks for, since readers of 50 to 70 are whom these pages are for."""

    axe_run_only = [*ContentCheckerItem.axe_run_only, *MESSAGES]
    axe_custom_rules = [
        *ContentCheckerItem.axe_custom_rules,
        *(
            {"id": rule, "impact": "serious", "selector": selector, "tags": ["best-practice"], "any": [rule]}
            for rule, selector in OWN_RULES.items()
        ),
    ]
    axe_custom_checks = [*ContentCheckerItem.axe_custom_checks, *({"id": rule} for rule in OWN_RULES)]
    axe_messages = ContentCheckerItem.axe_messages | MESSAGES
    media = forms.Media(js=["js/content_checks.js"])


def use_site_checks(request: HttpRequest, items: list[Any], page: Any) -> None:
    items[:] = [
        SiteChecks(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item for item in items
    ]

"""Components as tags. Their templates lie in `templates/components/` and know no word of any feature."""

from datetime import datetime
from typing import Any

from django import forms, template
from django.db import models
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.defaulttags import CsrfTokenNode
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from lms.common.models import StateChange
from lms.common.records import machines
from lms.common.text import korean
from lms.common.ui import fields, icons, progress
from lms.common.web import kept_forms

register = template.Library()

NOTICES = {"info": "info", "warn": "alert", "error": "alert", "success": "check", "phone": "phone"}
MESSAGE_KINDS = {"debug": "info", "info": "info", "success": "success", "warning": "warn", "error": "error"}


@register.simple_tag
def icon(name: str) -> SafeString:
    return icons.icon(name)


@register.simple_tag
def button_word(thing: models.Model, action: str) -> Any:
    """What stands on the button of an action, as its machine says."""
    words = machines.words_of(thing._meta.label_lower, action)
    return words.button if words else ""


@register.filter
def did(change: StateChange) -> Any:
    """What was done, in the words of the records."""
    words = machines.words_of(change.subject, change.action)
    return words.done if words else change.action


@register.simple_tag
def tag(text: Any, kind: str = "") -> SafeString:
    """`kind`: nothing, plain, warn, danger or info."""
    return format_html('<span class="tag{}">{}</span>', f" tag-{kind}" if kind else "", text)


@register.simple_block_tag
def notice(content: str, kind: str = "info") -> str:
    return render_to_string("components/notice.html", {"kind": kind, "icon": NOTICES[kind], "content": content})


@register.simple_tag
def message_notice(message: Any) -> str:
    kind = MESSAGE_KINDS.get(message.level_tag, "info")
    return render_to_string("components/notice.html", {"kind": kind, "icon": NOTICES[kind], "content": message})


@register.inclusion_tag("components/ring.html")
def ring(done: int, total: int | None, text: str = "", unit: str = "") -> dict[str, Any]:
    """The ring and a sentence; without `text` the sentence is the bare count. `unit` is the word under the percentage."""
    return {"ring": progress.Ring.of(done, total), "done": done, "total": total, "text": text, "unit": unit}


@register.inclusion_tag("components/bar.html")
def bar(done: float | None, total: float | None = None) -> dict[str, Any]:
    """`{% bar share %}` (0–1) or `{% bar done total %}`. Words must stand beside it: it is hidden from readers."""
    if total is not None:
        return {"width": progress.percent(int(done or 0), int(total)) or 0}
    return {"width": progress.bar_width(done)}


@register.inclusion_tag("components/statusline.html")
def statusline(steps: list[progress.Step], wide: bool = True) -> dict[str, Any]:
    return {"steps": steps, "wide": wide}


@register.simple_tag
def when(value: Any, style: str = "long") -> str | SafeString:
    """A date or moment as `<time>`; a day or an hour never breaks across lines."""
    if not value:
        return ""
    day = korean.ko_date(value, style)
    if not isinstance(value, datetime):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), day)
    hour = korean.ko_time(value, "table" if style == "table" else "long")
    whole = '<time class="moment" datetime="{}"><span class="nowrap">{}</span> <span class="nowrap">{}</span></time>'
    return format_html(whole, value.isoformat(timespec="seconds"), day, hour)


@register.simple_tag(takes_context=True)
def url_with(context: Context, **changes: Any) -> str:
    """The query of this page with some values changed; None or "" takes one out. A new filter starts at page 1."""
    query = context["request"].GET.copy()
    if "page" not in changes:
        query.pop("page", None)
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = value
    return f"?{query.urlencode()}"


@register.simple_tag
def url_or(fallback: str, name: str, *args: Any) -> str:
    """The address of a page that another app may or may not bring."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return fallback


@register.simple_tag
def page_numbers(page: Any) -> list[Any]:
    """Page numbers with gaps; few enough for a phone."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag
def field(bound: BoundField) -> str:
    """One field of any Django form with label, hint, message and control."""
    return render_to_string("components/field.html", {"parts": fields.parts_of(bound), "field": bound})


@register.simple_tag
def form_fields(form: forms.BaseForm) -> SafeString:
    """All fields of any Django form, hidden ones last."""
    shown = [field(bound) for bound in form.visible_fields()]
    return mark_safe("".join([*shown, *(str(bound) for bound in form.hidden_fields())]))  # noqa: S308 - rendered by templates


@register.simple_tag(takes_context=True)
def form_token(context: Context) -> SafeString:
    """In every form of the site instead of `csrf_token`: what was written comes back if the session ends meanwhile."""
    token = CsrfTokenNode().render(context)
    owner = kept_forms.owner_field(context["request"])
    mark = format_html('<input type="hidden" name="{}" value="{}">', kept_forms.OWNER, owner) if owner else ""
    return format_html("{}{}", token, mark)


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms_on_page: forms.BaseForm | list[forms.BaseForm]) -> dict[str, Any]:
    """`{% error_summary form %}`, or several forms of one page, each alone or in a list."""
    each = [form for one in forms_on_page for form in (one if isinstance(one, list) else [one])]
    sent = [form for form in each if form and form.is_bound]
    return {
        "mistakes": [mistake for form in sent for mistake in fields.mistakes_of(form)],
        "differences": [one for form in sent for one in getattr(form, "differences", [])],
    }


@register.simple_tag(takes_context=True)
def title_errors(context: Context) -> str:
    """What a page's title begins with when a form came back, so that it is the first thing read aloud."""
    shown = {id(one): one for value in context.flatten().values() for one in _forms_in(value)}
    count = sum(len(fields.mistakes_of(form)) for form in shown.values() if form.is_bound)
    if not count:
        return ""
    return ngettext("%(count)s thing to check – ", "%(count)s things to check – ", count) % {"count": count}


def _forms_in(value: Any) -> list[forms.BaseForm]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, forms.BaseForm)]

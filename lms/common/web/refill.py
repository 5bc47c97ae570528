"""Puts what was kept back into the page that a view made, whatever made its form. Nothing is sent, and nothing is checked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from django.template.loader import render_to_string

from lms.common.web.kept_forms import KEPT, NEVER, Kept

UNTOUCHED = {"file", "password", "submit", "button", "image", "reset"}
FORM_ID = "kept-form"


@dataclass
class Refilled:
    """`names` of the fields that have their text again; `left` is what the page has no place for any more."""

    form_id: str = ""
    names: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def refilled(html: str, kept: Kept | None, token: str, *, here: str) -> str:
    """`here` is the path of the page."""
    page = BeautifulSoup(html, "html.parser")
    place = page.select_one("main .page")
    if place is None:
        return html
    done = _fill(page, kept, token, here) if kept else Refilled()
    notice = render_to_string("components/kept_form.html", {"kept": kept, "done": done})
    place.insert(0, BeautifulSoup(notice, "html.parser"))
    return str(page)


def _fill(page: BeautifulSoup, kept: Kept, token: str, here: str) -> Refilled:
    form = _form_of(page, kept, here)
    waiting = {name: list(values) for name, values in kept.values.items()}
    done = Refilled()
    if form is not None:
        done.form_id = str(form.attrs.setdefault("id", FORM_ID))
        for control in _controls(page, form):
            if _put(control, waiting):
                done.names.append(_label(page, control))
        form.append(page.new_tag("input", attrs={"type": "hidden", "name": KEPT, "value": token}))
    done.names = list(dict.fromkeys(filter(None, done.names)))
    done.left = [text for texts in waiting.values() for text in texts if _is_writing(text)]
    return done


def _form_of(page: BeautifulSoup, kept: Kept, here: str) -> Tag | None:
    """Sent to the same address. Where several are, such as one for each question, the one whose hidden fields agree."""
    address = urlsplit(kept.address).path
    found = page.find_all("form", method="post")
    sent_there = [form for form in found if (urlsplit(str(form.get("action", ""))).path or here) == address]
    return max(sent_there, key=lambda form: _agreement(form, kept), default=None)


def _agreement(form: Tag, kept: Kept) -> int:
    hidden = form.find_all("input", type="hidden")
    same = sum(one.get("value") in kept.values.get(str(one.get("name")), []) for one in hidden)
    return same * 1000 + sum(one.get("name") in kept.values for one in form.find_all(True, attrs={"name": True}))


def _controls(page: BeautifulSoup, form: Tag) -> Iterator[Tag]:
    """Those inside, and those that name the form from elsewhere."""
    for control in page.find_all(["input", "textarea", "select"]):
        inside = control.get("form") == form["id"] if control.has_attr("form") else form in control.parents
        named = control.get("name") and control["name"] not in NEVER and not control.has_attr("disabled")
        if inside and named and str(control.get("type", "")).lower() not in UNTOUCHED:
            yield control


def _put(control: Tag, waiting: dict[str, list[str]]) -> bool:
    """Whether it is something that a person sees, and other than the page begins with."""
    kind, sent = str(control.get("type", "text")).lower(), waiting.get(str(control["name"]), [])
    if control.name == "select":
        return _choose(control.find_all("option"), "selected", sent)
    if kind in ("radio", "checkbox"):
        return _choose([control], "checked", sent)
    if not sent:
        return False
    text = sent.pop(0)
    before = control.get_text().strip() if control.name == "textarea" else control.get("value", "")
    if control.name == "textarea":
        control.string = f"\n{text}"  # a browser leaves the first line break out
    else:
        control["value"] = text
    return kind != "hidden" and text.replace("\r\n", "\n").strip() != before and _opened(control)


def _choose(options: list[Tag], mark: str, sent: list[str]) -> bool:
    changed = False
    for option in options:
        value = str(option.get("value", option.get_text() if option.name == "option" else "on"))
        before = option.has_attr(mark)
        if value in sent:
            sent.remove(value)
            option[mark] = ""
            changed |= not before and _opened(option)
        else:
            del option[mark]
    return changed


def _opened(control: Tag) -> bool:
    for part in control.find_parents("details"):
        part["open"] = ""
    return True


def _label(page: BeautifulSoup, control: Tag) -> str:
    group = control.find_parent("fieldset") if control.get("type") in ("radio", "checkbox") else None
    found: Any = group.find("legend") if group else page.find("label", attrs={"for": control.get("id") or True})
    said = found or control.find_parent("label")
    return next(iter(said.stripped_strings), "") if said else ""


def _is_writing(text: str) -> bool:
    """Not the key of a choice or the word of a button, which say nothing to anybody."""
    return " " in text.strip() or not text.isascii()

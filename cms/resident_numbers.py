"""The site's rule in the Wagtail admin too: no resident number in any title, caption, tag or comment.

The admin's forms have no common base (pages, pictures, people, copies and comments each have their own), but each text in
them is Django's CharField, so the rule is one of its validators, and the message stands at the field. A page's address and
tags given to many pictures at once have fields of their own kind: they are refused as their row is saved, and
`AdminRefusalMiddleware` says so.
"""

from typing import Any

from django import forms
from django.db import models
from taggit.models import TagBase
from wagtail.models import Collection, Page, TaskState

from lms.common.text.sanitise import refuse_resident_number

FIELDS: tuple[Any, ...] = (forms.CharField, forms.EmailField, forms.SlugField, forms.URLField)
ROWS = (Page, Collection, TaskState, TagBase)


def refuse_in_forms() -> None:
    for kind in FIELDS:
        if refuse_resident_number not in kind.default_validators:
            kind.default_validators = [*kind.default_validators, refuse_resident_number]


def refuse_in_row(sender: type[models.Model], instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
    if raw or not isinstance(instance, ROWS):
        return
    for field in instance._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField):
            refuse_resident_number(field.value_from_object(instance))

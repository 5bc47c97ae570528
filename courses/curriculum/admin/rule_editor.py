"""How editors write a rule: conditions picked and filled in, several of them meaning all; kept as the rule tree's JSON."""

import json
from functools import singledispatch
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import Panel
from wagtail.models import Page

from cms.page_forms import PageForm
from cms.unfinished import named_errors
from courses import criteria
from courses.criteria.conditions import Condition, ConditionField, OneLesson, OneOf, Text, WholeNumber
from courses.criteria.leaves import LEAVES
from courses.criteria.leaves.lesson_done import AT_HOME, EVERY_LESSON
from lms.common import clock

Rule = dict[str, Any]
DEPTH = 3
MODES = [("all", _("All of these")), ("any", _("One of these")), ("at_least", _("At least this many of these"))]


@singledispatch
def field_block(field: ConditionField, **meta: Any) -> blocks.Block:
    raise TypeError(field)


@field_block.register
def _whole_number_block(field: WholeNumber, **meta: Any) -> blocks.Block:
    return blocks.IntegerBlock(min_value=1, default=field.default, **meta)


@field_block.register
def _text_block(field: Text, **meta: Any) -> blocks.Block:
    return blocks.CharBlock(max_length=field.max_length, help_text=field.help_text, **meta)


@field_block.register
def _one_of_block(field: OneOf, **meta: Any) -> blocks.Block:
    return blocks.ChoiceBlock(choices=field.choices, default=field.default, **meta)


@field_block.register
def _one_lesson_block(field: OneLesson, **meta: Any) -> blocks.Block:
    return blocks.PageChooserBlock(page_type="curriculum.LessonPage", **meta)


class FieldsBlock(blocks.StructBlock):
    """A condition of several fields."""

    def __init__(self, condition: Condition, **meta: Any) -> None:
        super().__init__([(field.name, field_block(field, label=field.label)) for field in condition.fields], **meta)
        self.condition = condition

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation and (errors := self.condition.errors(cleaned)):
            raise blocks.StructBlockValidationError(
                block_errors={name: ValidationError(message) for name, message in errors.items()}
            )
        return cleaned


class KeptRuleBlock(blocks.StructBlock):
    """A part of a rule that has no form of its own is carried along as it is, never lost by opening the page."""

    json = blocks.TextBlock(label=_("as written"), rows=3)

    class Meta:
        icon = "code"
        label = _("Another condition (technical)")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        try:
            rule = json.loads(cleaned["json"] or "{}")
        except ValueError:
            rule = None
        if not isinstance(rule, dict):
            raise blocks.StructBlockValidationError(
                block_errors={"json": ValidationError(_("This can't be read. Please undo the change."))}
            )
        return cleaned


def conditions() -> dict[str, tuple[str, Condition]]:
    """What can be picked, by name, with the `op` of its leaf."""
    leaves = sorted(LEAVES.values(), key=lambda leaf: leaf.order)
    return {condition.name: (leaf.op, condition) for leaf in leaves for condition in leaf.conditions}


def condition_block(condition: Condition) -> blocks.Block:
    meta = {"label": condition.label, "icon": condition.icon}
    if not condition.fields:
        return blocks.StaticBlock(admin_text="", **meta)
    if len(condition.fields) == 1:
        return field_block(condition.fields[0], **meta)
    return FieldsBlock(condition, **meta)


def condition_blocks(depth: int) -> list[tuple[str, blocks.Block]]:
    found = [(name, condition_block(condition)) for name, (_op, condition) in conditions().items()]
    found.append(("kept", KeptRuleBlock()))
    if depth > 1:
        found.append(("group", group_block(depth - 1)))
    return found


def group_block(depth: int) -> blocks.StructBlock:
    parts = [
        ("mode", blocks.ChoiceBlock(choices=MODES, default="any", label=_("what is asked"))),
        ("n", blocks.IntegerBlock(min_value=1, default=1, label=_("how many (for “at least”)"))),
        ("conditions", blocks.StreamBlock(condition_blocks(depth), min_num=1, label=_("conditions"))),
    ]
    return blocks.StructBlock(parts, label=_("Several conditions together"), icon="folder-open-inverse")


def rule_of(child: Any) -> Rule:
    value = child.value
    if child.block_type == "group":
        rule: Rule = {"op": value["mode"], "of": [rule_of(part) for part in value["conditions"]]}
        return rule | {"n": value["n"]} if value["mode"] == "at_least" else rule
    if child.block_type == "kept":
        kept: Rule = json.loads(value["json"] or "{}")
        return kept
    op, condition = conditions()[child.block_type]
    return {"op": op, **condition.written(_values(condition, value))}


def _values(condition: Condition, value: Any) -> dict[str, Any]:
    """A single field is a block by itself, without a name."""
    named = value if len(condition.fields) > 1 else {field.name: value for field in condition.fields}
    return {field.name: _kept_value(field, named[field.name]) for field in condition.fields}


def _kept_value(field: ConditionField, value: Any) -> Any:
    """Of a lesson its key; a draft may name none yet."""
    if isinstance(field, OneLesson):
        return str(value.specific.key) if value else ""
    return value


def to_rule(stream: Any) -> Rule:
    parts = [rule_of(child) for child in stream]
    if len(parts) == 1:
        return parts[0]
    return {"op": "all", "of": parts} if parts else {}


def _leaf(rule: Rule) -> dict[str, Any] | None:
    for name, (op, condition) in conditions().items():
        values = condition.filled(rule) if rule.get("op") == op else None
        if values is None:
            continue
        shown = {field.name: _shown_value(field, values[field.name]) for field in condition.fields}
        if not any(_is_gone(field, values[field.name], shown[field.name]) for field in condition.fields):
            return {"type": name, "value": shown if len(shown) > 1 else next(iter(shown.values()), None)}
    return None


def _shown_value(field: ConditionField, value: Any) -> Any:
    """None for a lesson that is gone, or not chosen yet."""
    if not isinstance(field, OneLesson):
        return value
    if not value:
        return None
    return Page.objects.filter(lessonpage__key=value).values_list("pk", flat=True).first()


def _is_gone(field: ConditionField, value: Any, shown: Any) -> bool:
    return isinstance(field, OneLesson) and bool(value) and shown is None


def _raw(rule: Rule, depth: int) -> dict[str, Any]:
    if rule.get("op") in ("all", "any", "at_least") and depth > 1:
        parts = [_raw(part, depth - 1) for part in rule["of"]]
        return {"type": "group", "value": {"mode": rule["op"], "n": rule.get("n", 1), "conditions": parts}}
    return _leaf(rule) or {"type": "kept", "value": {"json": json.dumps(rule, ensure_ascii=False)}}


def from_rule(block: blocks.StreamBlock, rule: Rule) -> Any:
    parts = rule["of"] if rule.get("op") == "all" else [rule] if rule else []
    return block.to_python([_raw(part, DEPTH) for part in parts])


class RuleField(blocks.BlockField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(block=blocks.StreamBlock(condition_blocks(DEPTH), required=False), required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The form starts from the JSON of the page and, when it comes back, from what was filled in."""
        if isinstance(value, str):
            value = json.loads(value or "{}")
        return from_rule(self.block, value or {}) if isinstance(value, dict | None) else value

    def clean(self, value: Any) -> Rule:
        with named_errors(self.block, value):
            rule = to_rule(super().clean(value))
        if getattr(self, "is_deferred_validation", False):
            return rule
        try:
            criteria.parse(rule)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        return rule

    def has_changed(self, initial_value: Any, data_value: Any) -> bool:
        try:
            return bool(to_rule(data_value) != (initial_value or {}))
        except (AttributeError, KeyError, TypeError, ValueError):
            return True  # half filled in; `clean` says what is missing


class CoursePageForm(PageForm):
    rule = RuleField(
        label=_("Completion rule"),
        help_text=_(
            "What a trainee must do to complete the course. Without a condition, everyone who takes part completes it."
        ),
    )
    prerequisites = RuleField(label=_("Who may apply"), help_text=_("Without a condition, everyone may apply."))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.is_deferred_validation:
            return cleaned
        if not cleaned.get("key"):
            self.add_error("key", _("A course needs its code before it is published."))
        if lesson_keys(cleaned.get("rule") or {}) - self._own_keys():
            self.add_error("rule", _("The rule names a lesson that is not in this course. Please choose it again."))
        if self._publishes_now() and (missing := self.instance.missing_lessons()):
            self.add_error(None, _("Publish the lessons first: %(lessons)s") % {"lessons": ", ".join(missing)})
        for name in ("rule", "prerequisites"):
            if unknown := _keys(cleaned.get(name) or {}, criteria.Course.op) - self._course_codes():
                self.add_error(name, _("No course has this code: %(codes)s") % {"codes": ", ".join(sorted(unknown))})
        return cleaned

    def _publishes_now(self) -> bool:
        """Whoever hands it in, or sets a day, may publish the lessons until then."""
        day = self.cleaned_data.get("go_live_at")
        return "action-publish" in self.data and not (day and day > clock.now())

    def is_taken(self, address: str) -> bool:
        """All courses share /curriculum/."""
        return super().is_taken(address) or type(self.instance).slug_taken(address, self.instance.pk)

    def _course_codes(self) -> set[str]:
        return set(type(self.instance).objects.exclude(pk=self.instance.pk).values_list("key", flat=True))

    def _own_keys(self) -> set[str]:
        return self.instance.lesson_keys() if self.instance.pk else set()


def lesson_keys(rule: Rule) -> set[str]:
    """The lessons that a rule names one by one."""
    return _keys(rule, criteria.LessonDone.op) - {EVERY_LESSON, AT_HOME}


def _keys(rule: Rule, op: str) -> set[str]:
    own = {str(rule["key"])} if rule.get("op") == op else set()
    return own.union(*(_keys(part, op) for part in rule.get("of", [])))


class RuleSentencesPanel(Panel):
    """The rule as it is saved, in the words a trainee reads."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/curriculum/admin/rule_sentences.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {
                "rule": _sentences(self.instance.rule),
                "prerequisites": _sentences(self.instance.prerequisites),
            }


def _sentences(rule: Rule) -> list[Any]:
    try:
        return criteria.sentences(criteria.parse(rule))
    except ValueError:
        return []

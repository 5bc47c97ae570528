"""How editors write a rule: conditions picked and filled in, several of them meaning all; kept as the rule tree's JSON."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import Panel
from wagtail.models import Page

from cms.page_forms import PageForm
from courses import criteria
from courses.criteria.sentences import EVIDENCE

Rule = dict[str, Any]
DEPTH = 3
MODES = [("all", _("All of these")), ("any", _("One of these")), ("at_least", _("At least this many of these"))]
ATTENDANCE = [
    ("min_share", _("Share of the planned classes, in percent")),
    ("min_hours", _("Hours")),
    ("min_sessions", _("Number of classes")),
]
EXCUSED = [("ignored", _("left out of the count")), ("counts", _("counted as being there"))]


class AttendanceBlock(blocks.StructBlock):
    measure = blocks.ChoiceBlock(choices=ATTENDANCE, default="min_share", label=_("counted as"))
    amount = blocks.IntegerBlock(min_value=1, default=80, label=_("at least"))
    excused = blocks.ChoiceBlock(choices=EXCUSED, default="ignored", label=_("an excused absence is"))

    class Meta:
        icon = "group"
        label = _("Attendance")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["measure"] == "min_share" and cleaned["amount"] > 100:
            raise blocks.StructBlockValidationError(
                block_errors={"amount": ValidationError(_("A share is at most 100 percent."))}
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
            rule = json.loads(cleaned["json"])
        except ValueError:
            rule = None
        if not isinstance(rule, dict):
            raise blocks.StructBlockValidationError(
                block_errors={"json": ValidationError(_("This can't be read. Please undo the change."))}
            )
        return cleaned


def evidence_kinds() -> list[tuple[str, str]]:
    return [(kind, words()) for kind, words in EVIDENCE.items()]


def condition_blocks(depth: int) -> list[tuple[str, blocks.Block]]:
    found: list[tuple[str, blocks.Block]] = [
        ("all_lessons", blocks.StaticBlock(label=_("Finish all required lessons"), icon="list-ol", admin_text="")),
        ("lessons_at_home", blocks.StaticBlock(label=_("Finish the lessons read at home"), icon="home", admin_text="")),
        (
            "lesson",
            blocks.PageChooserBlock(page_type="curriculum.LessonPage", label=_("Finish one lesson"), icon="doc-full"),
        ),
        ("attendance", AttendanceBlock()),
        ("hours", blocks.IntegerBlock(min_value=1, label=_("Hours taken part"), icon="time")),
        (
            "course",
            blocks.CharBlock(
                max_length=30, label=_("Completed course"), help_text=_("Its code, for example MJ-101."), icon="form"
            ),
        ),
        ("years_active", blocks.IntegerBlock(min_value=1, label=_("Years of activity in the village"), icon="date")),
        (
            "community_member",
            blocks.StaticBlock(label=_("Be a member of a village community"), icon="group", admin_text=""),
        ),
        (
            "evidence",
            blocks.ChoiceBlock(choices=evidence_kinds, label=_("Confirmed by the centre"), icon="clipboard-list"),
        ),
        ("kept", KeptRuleBlock()),
    ]
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
    match child.block_type:
        case "all_lessons":
            return {"op": "lesson_done", "key": "all"}
        case "lessons_at_home":
            return {"op": "lesson_done", "key": "self"}
        case "lesson":
            return {"op": "lesson_done", "key": str(value.specific.key)}
        case "attendance":
            return {"op": "attendance", value["measure"]: value["amount"], "excused": value["excused"]}
        case "hours" | "years_active" as op:
            return {"op": op, "n": value}
        case "course":
            return {"op": "course", "key": value}
        case "community_member" as op:
            return {"op": op}
        case "evidence":
            return {"op": "evidence", "kind": value}
        case "group":
            rule: Rule = {"op": value["mode"], "of": [rule_of(part) for part in value["conditions"]]}
            return rule | {"n": value["n"]} if value["mode"] == "at_least" else rule
    kept: Rule = json.loads(value["json"])
    return kept


def to_rule(stream: Any) -> Rule:
    parts = [rule_of(child) for child in stream]
    if len(parts) == 1:
        return parts[0]
    return {"op": "all", "of": parts} if parts else {}


def _leaf(rule: Rule) -> dict[str, Any] | None:
    op = rule.get("op")
    if op == "lesson_done":
        together = {"all": "all_lessons", "self": "lessons_at_home"}.get(rule["key"])
        return {"type": together, "value": None} if together else _lesson(rule)
    if op in ("hours", "years_active"):
        return {"type": op, "value": rule["n"]}
    if op == "course":
        return {"type": "course", "value": rule["key"]}
    if op == "community_member":
        return {"type": op, "value": None}
    if op == "evidence" and rule["kind"] in EVIDENCE:
        return {"type": "evidence", "value": rule["kind"]}
    measure = next((name for name, _label in ATTENDANCE if name in rule), None)
    if op == "attendance" and measure:
        value = {"measure": measure, "amount": rule[measure], "excused": rule.get("excused", "ignored")}
        return {"type": "attendance", "value": value}
    return None


def _lesson(rule: Rule) -> dict[str, Any] | None:
    found = Page.objects.filter(lessonpage__key=rule.get("key")).first()
    return {"type": "lesson", "value": found.pk} if found else None


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
        rule = to_rule(super().clean(value))
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
        if not self.is_deferred_validation and not cleaned.get("key"):
            self.add_error("key", _("A course needs its code before it is published."))
        foreign = lesson_keys(cleaned.get("rule") or {}) - self._own_keys()
        if foreign and not self.is_deferred_validation:
            self.add_error("rule", _("The rule names a lesson that is not in this course. Please choose it again."))
        for name in ("rule", "prerequisites"):
            if unknown := _keys(cleaned.get(name) or {}, "course") - self._course_codes():
                self.add_error(name, _("No course has this code: %(codes)s") % {"codes": ", ".join(sorted(unknown))})
        return cleaned

    def is_taken(self, address: str) -> bool:
        """All courses share /curriculum/."""
        return super().is_taken(address) or type(self.instance).slug_taken(address, self.instance.pk)

    def _course_codes(self) -> set[str]:
        return set(type(self.instance).objects.exclude(pk=self.instance.pk).values_list("key", flat=True))

    def _own_keys(self) -> set[str]:
        return self.instance.lesson_keys() if self.instance.pk else set()


def lesson_keys(rule: Rule) -> set[str]:
    """The lessons that a rule names one by one."""
    return {key for key in _keys(rule, "lesson_done") if key not in ("all", "self")}


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

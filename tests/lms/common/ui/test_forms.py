from datetime import date
from typing import Any, ClassVar

import pytest
from django import forms
from django.apps import apps
from django.http import QueryDict
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertInHTML

from lms.accounts.models import Region
from lms.common.text.sanitise import clean_text
from lms.common.ui.forms import (
    CardRadio,
    ChipCheckbox,
    ChipRadio,
    ChoiceText,
    DateField,
    NameField,
    PhoneField,
    PlainForm,
    RowField,
    Stepper,
    TimeField,
)
from tests.factories import people
from tests.markup import start_tags

RESIDENT = (
    "Please leave out the resident registration number. The law forbids us to keep it, and nothing here needs it: a name and "
    "a telephone number are enough."
)


class VisitForm(PlainForm):
    community = forms.ChoiceField(
        label="Which community?",
        widget=CardRadio,
        choices=[("1", ChoiceText("Sunny <flats>", hint="Last visit Friday", tag="Today")), ("2", "Garden")],
    )
    mode = forms.ChoiceField(label="How", widget=ChipRadio, choices=[("v", "Visit"), ("p", "Phone")], initial="v")
    topics = forms.MultipleChoiceField(
        label="Topics", widget=ChipCheckbox, choices=[("a", "A"), ("b", "B")], help_text="Several are fine."
    )
    day = DateField(label="Day", earliest=date(2026, 11, 1), latest=date(2026, 11, 22), help_text="Today is filled in.")
    start = TimeField(label="Start")
    people = forms.IntegerField(label="People", widget=Stepper, min_value=0)
    done = forms.CharField(label="What you did", widget=forms.Textarea, max_length=1000)
    after = forms.CharField(label="Next", required=False)
    phone = PhoneField(label="Phone", required=False)
    name = NameField(label="Name", required=False)
    agree = forms.BooleanField(label="I agree")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def good(**changes: Any) -> dict[str, Any]:
    return {
        "community": "1",
        "mode": "v",
        "topics": ["a"],
        "day": "2026-11-20",
        "start": "14:00",
        "people": "5",
        "done": "회의를 열었습니다.",
        "agree": "on",
        **changes,
    }


def errors(**changes: Any) -> dict[str, list[str]]:
    with translation.override("en"):
        return {field: [str(e) for e in messages] for field, messages in VisitForm(good(**changes)).errors.items()}


def render(template: str, **context: object) -> str:
    with translation.override("en"):
        return Template("{% load ui %}" + template).render(Context(context))


# ── text


def test_text_is_composed_and_freed_of_control_characters() -> None:
    form = VisitForm(good(done="가\x00\x07\u202e나\r\n다\t라"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["done"] == "가나\n다\t라"


def test_text_from_a_browser_is_cleaned_in_every_value() -> None:
    form = VisitForm(QueryDict("topics=a%00&topics=b&done=x%0D%0Ay"))
    form.is_valid()
    assert form.data.getlist("topics") == ["a", "b"]
    assert form.cleaned_data["done"] == "x\ny"


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@given(st.text(st.characters(categories=["L", "Cc", "Cs", "Cf"])))
def test_cleaned_text_can_be_stored(text: str) -> None:
    cleaned = clean_text(text)
    assert "\x00" not in cleaned
    assert cleaned.encode().decode() == cleaned


def test_passwords_stay_as_typed() -> None:
    class PasswordForm(PlainForm):
        password = forms.CharField(widget=forms.PasswordInput, strip=False)

    form = PasswordForm({"password": " 가\t "})
    assert form.is_valid()
    assert form.cleaned_data["password"] == " 가\t "


CHECKED = [
    "260315-1234564",  # its check digit is right, so it is somebody of a hundred years
    "110111-1345673",  # as that of a company looks, but for its check digit
    "110111-5345671",  # since October 2020 those of foreigners have no check digit
]


@pytest.mark.parametrize(
    "number", ["900101-1234567", "9001011234567", "900101 2345678", "번호는 900101-3234567입니다", *CHECKED]
)
def test_resident_numbers_are_refused_in_any_text(number: str) -> None:
    assert errors(done=number) == {"done": [RESIDENT]}
    assert errors(after=number) == {"after": [RESIDENT]}


@pytest.mark.parametrize(
    "number",
    [
        *("901301-1234567", "900132-1234567", "900101-9234567", "010-1234-5678", "29001011234567"),
        "110111-1345671",  # a company's, by its own check digit
        "260315-1234567",  # a receipt of 15 March 2026
    ],
)
def test_other_numbers_are_not_resident_numbers(number: str) -> None:
    assert errors(done=number) == {}


class LimitedForm(PlainForm):
    most = forms.CharField(max_length=3)
    least = forms.CharField(min_length=4)
    number = forms.IntegerField(min_value=2, max_value=5)
    money = forms.DecimalField(max_digits=3)
    moment = forms.DateTimeField()
    link = forms.URLField(assume_scheme="https")


def test_limits_are_told_in_the_words_of_the_site() -> None:
    said = LimitedForm(
        {"most": "가나다라", "least": "가", "number": "9", "money": "12345", "moment": "x", "link": "x"}
    ).errors
    assert {name: str(messages[0]) for name, messages in said.items()} == {
        "most": "3자까지 쓸 수 있습니다. 지금은 4자입니다.",
        "least": "4자 이상 적어 주세요. 지금은 1자입니다.",
        "number": "5까지 적을 수 있습니다.",
        "money": "숫자를 3자리까지 적어 주세요.",
        "moment": "날짜와 시각을 다시 확인해 주세요. 예: 2026-03-02 14:30",
        "link": "인터넷 주소를 다시 확인해 주세요. 예: https://example.org",
    }


# ── fields


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("010-1234-5678", "01012345678"),
        ("010 1234 5678", "01012345678"),
        ("01012345678", "01012345678"),
        ("０１０－１２３４－５６７８", "01012345678"),
        ("+82 10-1234-5678", "01012345678"),
        ("011-234-5678", "0112345678"),
        ("0504-1234-5678", "050412345678"),
        ("+82 (0)10 1234 5678", "01012345678"),
        ("(062) 123.4567", "0621234567"),
        ("02-123-4567", "021234567"),
        ("1588-0000", "15880000"),
        ("", ""),
    ],
)
def test_a_phone_number_comes_in_any_spacing(typed: str, stored: str) -> None:
    assert PhoneField(required=False).clean(typed) == stored


@pytest.mark.parametrize(
    "typed", ["123", "010-123", "010-9999-888", "010-1234-56789", "전화번호", "090-1234-5678", "010-1234-567a"]
)
def test_what_is_no_phone_number_is_refused_with_an_example(typed: str) -> None:
    assert errors(phone=typed) == {"phone": ["Please enter your phone number, for example 010-1234-5678."]}


def test_each_column_of_phone_numbers_holds_the_longest() -> None:
    """PostgreSQL refuses a longer one, and nobody would be told why."""
    fields = [field for model in apps.get_models() for field in model._meta.local_fields]
    columns = {str(field): field.max_length for field in fields if field.name.endswith("phone")}
    assert columns == dict.fromkeys(
        (
            "accounts.Centre.phone",
            "accounts.User.phone",
            "corps.Appointment.signed_phone",
            "invitations.Invitation.phone",
            "privacy.PrivacyNotice.officer_phone",
        ),
        len("050412345678"),
    )


def test_a_stored_phone_number_is_shown_with_dashes_and_counts_as_unchanged() -> None:
    field = PhoneField()
    assert field.prepare_value("01012345678") == "010-1234-5678"
    assert not field.has_changed("01012345678", "010 1234 5678")
    assert field.has_changed("01012345678", "010 1234 5679")
    assert field.has_changed("01012345678", "nonsense")


@pytest.mark.parametrize(
    ("typed", "stored"), [("김하늘", "김하늘"), ("  Ann   Lee ", "Ann Lee"), ("김 하늘", "김 하늘")]
)
def test_a_name_is_one_text(typed: str, stored: str) -> None:
    assert NameField().clean(typed) == stored


def test_names_are_2_to_50_letters() -> None:
    assert errors(name="김") == {"name": ["Please write the whole name, at least two letters."]}
    assert errors(name="가" * 51) == {"name": ["Please write the name in 50 letters or fewer."]}
    assert errors(name="가" * 50) == {}


def test_a_day_outside_the_limits_is_refused() -> None:
    assert errors(day="2026-10-31") == {"day": ["Please choose 2026년 11월 1일(일) or later."]}
    assert errors(day="2026-11-23") == {"day": ["Please choose 2026년 11월 22일(일) or earlier."]}


@pytest.mark.parametrize("typed", ["2026-11-20", "2026.11.20", "2026.11.20.", "2026/11/20", "20261120"])
def test_a_day_may_be_typed_where_there_is_no_picker(typed: str) -> None:
    assert errors(day=typed) == {}


def test_what_is_missing_is_asked_for_by_its_kind() -> None:
    with translation.override("en"):
        form = VisitForm({})
        assert {name: str(messages[0]) for name, messages in form.errors.items()} == {
            "community": "Please choose one.",
            "mode": "Please choose one.",
            "topics": "Please choose at least one.",
            "day": "Please choose the day.",
            "start": "Please choose the time.",
            "people": "Please fill this in.",
            "done": "Please fill this in.",
            "agree": "Please tick this to go on.",
        }


def test_a_message_of_the_field_s_own_is_kept() -> None:
    class OwnForm(PlainForm):
        title = forms.CharField(error_messages={"required": "A title, please."})

    assert OwnForm({}).errors["title"] == ["A title, please."]


# ── markup


def test_a_field_is_tied_to_its_hint_and_message() -> None:
    html = render("{% field form.day %}", form=VisitForm(good(day="")))
    assert '<label class="lbl" for="id_day">Day</label>' in html
    assert 'aria-describedby="id_day_helptext id_day_error id_day_echo"' in html
    assert 'aria-invalid="true"' in html
    assert '<p class="hint" id="id_day_helptext">Today is filled in.</p>' in html
    assert 'id="id_day_error"' in html


def test_a_good_field_names_no_message() -> None:
    html = render("{% field form.day %}", form=VisitForm(good()))
    assert 'aria-describedby="id_day_helptext id_day_echo"' in html
    assert "aria-invalid" not in html
    assert ">2026년 11월 20일(금)</p>" in html


def test_a_date_that_is_none_has_an_empty_echo() -> None:
    assert 'data-echo="id_day"></p>' in render("{% field form.day %}", form=VisitForm(good(day="2026-02-31")))


def test_only_optional_fields_are_marked() -> None:
    form = VisitForm()
    assert '<span class="opt">(optional)</span>' in render("{% field form.after %}", form=form)
    assert "opt" not in render("{% field form.done %}", form=form)


def test_choices_are_a_fieldset_and_their_message_hangs_on_it() -> None:
    html = render("{% field form.topics %}", form=VisitForm(good(topics=[])))
    described = "id_topics_helptext id_topics_error"
    assert start_tags(html, "fieldset") == [
        {"class": "fs err", "id": "id_topics", "tabindex": "-1", "aria-describedby": described}
    ]
    assertInHTML("<legend>Topics</legend>", html, count=1)
    assert '<div class="chips">' in html
    assert "aria-invalid" not in html
    assert html.count('type="checkbox"') == 2


def test_the_chosen_one_is_checked_and_its_text_escaped() -> None:
    html = render("{% field form.community %}", form=VisitForm(good()))
    chosen = '<input type="radio" name="community" value="1" required id="id_community_0" checked>'
    assertInHTML(chosen, html, count=1)
    assertInHTML("<b>Sunny &lt;flats&gt;</b>", html, count=1)
    assertInHTML(
        '<span class="small"><span class="tag">Today</span> <span>Last visit Friday</span></span>', html, count=1
    )
    assertInHTML("<span>Garden</span>", html, count=1)


def test_a_counter_comes_with_a_limited_textarea_only() -> None:
    html = render("{% field form.done %}", form=VisitForm(good(done="가나다")))
    assertInHTML('<p class="count nums" data-count="id_done"><span>3</span> / 1000characters</p>', html, count=1)
    assert "data-count" not in render("{% field form.after %}", form=VisitForm())


def test_what_was_written_comes_back_escaped() -> None:
    html = render("{% field form.done %}", form=VisitForm(good(done="</textarea><script>", day="")))
    assert "&lt;/textarea&gt;&lt;script&gt;" in html


def test_a_tick_box_is_one_card_with_its_label() -> None:
    html = render("{% field form.agree %}", form=VisitForm())
    assert '<label class="choice" for="id_agree">' in html
    assert "<span>I agree</span>" in html


def test_a_stepper_is_a_number_without_scripts() -> None:
    html = render("{% field form.people %}", form=VisitForm(good()))
    assert '<input type="number" name="people" value="5" inputmode="numeric" min="0"' in html
    assert html.count('type="button"') == html.count(" hidden>") == 2


def test_form_field_tag_and_django_s_own_rendering_are_the_same() -> None:
    form = VisitForm(good())
    tagged = render("{% form_fields form %}", form=form)
    assert render("{{ form }}", form=form).strip() == tagged.strip()
    assert (
        render("{{ form.day.as_field_group }}", form=form).strip() == render("{% field form.day %}", form=form).strip()
    )
    assert '<input type="hidden" name="token" id="id_token">' in tagged


def test_a_foreign_form_gets_the_same_look() -> None:
    class Foreign(forms.Form):
        email = forms.EmailField(help_text="hint")

    html = render("{% field form.email %}", form=Foreign())
    assert 'class="field"' in html
    assert 'aria-describedby="id_email_helptext"' in html


# ── the summary


def test_there_is_no_summary_without_mistakes() -> None:
    assert render("{% error_summary form %}", form=VisitForm()).strip() == ""
    assert render("{% error_summary form %}", form=VisitForm(good())).strip() == ""


def test_the_summary_counts_and_links_to_what_can_take_the_focus() -> None:
    html = render("{% error_summary form %}", form=VisitForm(good(topics=[], done="")))
    assert '<div class="notice notice-error errors" id="errors" role="alert" tabindex="-1">' in html
    assert "<b>Please check 2 items.</b> What you wrote is still here." in html
    assert '<a href="#id_topics">Topics: Please choose at least one.</a>' in html
    assert '<a href="#id_done">What you did: Please fill this in.</a>' in html


def test_the_summary_takes_forms_alone_and_in_a_list() -> None:
    form, first, second = VisitForm(good(done="")), VisitForm(good(start="")), VisitForm(good(day=""))
    html = render("{% error_summary form rest %}", form=form, rest=[first, second])
    assert [link["href"] for link in start_tags(html, "a")] == ["#id_done", "#id_start", "#id_day"]
    assert render("{% error_summary form rest %}", form=VisitForm(), rest=[]).strip() == ""


def test_the_summary_in_korean() -> None:
    with translation.override("ko"):
        html = Template("{% load ui %}{% error_summary form %}").render(
            Context({"form": VisitForm(good(done="", day=""))})
        )
    assert "<b>2곳을 확인해 주세요.</b> 쓰신 내용은 그대로 있습니다." in html


def test_a_question_is_followed_by_a_space_not_a_colon() -> None:
    html = render("{% error_summary form %}", form=VisitForm(good(community="")))
    assert '<a href="#id_community">Which community? Please choose one.</a>' in html


def test_a_message_that_names_its_field_stands_alone_and_is_escaped() -> None:
    form = VisitForm(good())
    form.add_error("day", "This Day overlaps <another>.")
    form.add_error(None, "The community has no seat.")
    html = render("{% error_summary form %}", form=form)
    assertInHTML('<a href="#id_day">This Day overlaps &lt;another&gt;.</a>', html, count=1)
    assertInHTML("<li>The community has no seat.</li>", html, count=1)


def test_the_title_says_how_many_mistakes_there_are() -> None:
    assert render("{% title_errors %}", form=VisitForm(good(topics=[], done=""))) == "2 things to check – "
    assert render("{% title_errors %}", form=VisitForm()) == ""
    assert render("{% title_errors %}") == ""
    several = {"ask": VisitForm(good(topics=[])), "rows": [VisitForm(good(done="")), VisitForm(good())]}
    assert render("{% title_errors %}", **several) == "2 things to check – "


@pytest.mark.parametrize(
    "number",
    [
        "９００１０１－１２３４５６７",
        "900101 - 1234567",
        "900101\u20131234567",
        "900101\u200b-\u200b1234567",
        "900101\u00ad1234567",
    ],
)
def test_resident_numbers_are_refused_however_they_are_dressed(number: str) -> None:
    assert errors(done=f"번호는 {number}입니다") == {"done": [RESIDENT]}


def test_marks_that_nobody_sees_go_and_emoji_stay() -> None:
    assert clean_text("관\u200b리\u202e자\u2060\x00\ud800") == "관리자"
    assert clean_text("👨\u200d👩\u200d👧 가족") == "👨\u200d👩\u200d👧 가족"


@pytest.mark.django_db
def test_a_row_that_the_page_has_at_hand_is_not_read_again(django_assert_num_queries: Any) -> None:
    offered, other = [people.centre(), people.centre()], people.centre()

    class Form(PlainForm):
        centre = RowField(widget=CardRadio)

    def chosen(value: object) -> Form:
        form = Form({"centre": value})
        form.fields["centre"].offer({row: ChoiceText(row.name) for row in offered})  # type: ignore[attr-defined]
        return form

    with django_assert_num_queries(0):
        for value in (other.pk, "0", "x", "9" * 30, "\u0661"):
            assert chosen(value).errors["centre"] == [
                translation.gettext("Select a valid choice. That choice is not one of the available choices.")
            ]
        assert list(chosen("").errors) == ["centre"]
        form = chosen(str(offered[1].pk))
        assert form.is_valid()
        assert form.cleaned_data["centre"] is offered[1]


class TopicsForm(PlainForm):
    if_empty: ClassVar[dict[str, Any]] = {"topics": "No topic yet.", "place": "No place yet."}

    topics = forms.MultipleChoiceField(label="Topics", widget=ChipCheckbox)
    place = forms.ChoiceField(label="Place", required=False, choices=[("", "Please choose")])
    other = forms.ChoiceField(label="Other", choices=[("", "Please choose")])


def test_where_there_is_nothing_to_choose_the_form_says_what_is_missing() -> None:
    page = render("{% form_fields form %}", form=TopicsForm())
    assert [page.count(text) for text in ("No topic yet.", "No place yet.", "<select", 'type="checkbox"')] == [
        1,
        1,
        1,
        0,
    ]
    sent = TopicsForm({})
    assert sent.errors == {"topics": ["No topic yet."], "other": ["하나를 골라 주세요."]}
    page = render("{% form_fields form %}", form=sent)
    assert (page.count("No topic yet."), 'id="id_topics"' in page) == (1, True)


def test_what_can_be_chosen_is_asked_for_as_ever() -> None:
    sent = TopicsForm({})
    sent.fields["topics"].choices = [("a", "A")]  # type: ignore[attr-defined]
    assert sent.errors["topics"] == ["하나 이상 골라 주세요."]
    page = render("{% form_fields form %}", form=sent)
    assert ("No topic yet." in page, page.count('type="checkbox"')) == (False, 1)


@pytest.mark.django_db
def test_asking_whether_there_is_a_row_reads_the_rows_of_the_page(django_assert_num_queries: Any) -> None:
    class RegionForm(PlainForm):
        if_empty: ClassVar[dict[str, Any]] = {"place": "No place yet."}
        place = forms.ModelChoiceField(Region.objects.all())

    with django_assert_num_queries(1):
        assert "No place yet." in render("{% form_fields form %}", form=RegionForm())
    place = people.region()
    with django_assert_num_queries(1):
        assert place.name in render("{% form_fields form %}", form=RegionForm())
    with django_assert_num_queries(1):
        assert RegionForm({"place": place.pk}).is_valid()

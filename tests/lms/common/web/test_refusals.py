from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory

from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.web.limits import TooOften
from lms.common.web.refusals import refusal_as_message, refusal_kept, refusal_on


class SeatForm(forms.Form):
    name = forms.CharField()
    seats = forms.IntegerField()


def filled() -> SeatForm:
    form = SeatForm({"name": "나눔", "seats": "3"})
    assert form.is_valid()
    return form


def request_with_messages(rf: RequestFactory) -> Any:
    request: Any = rf.post("/")
    request._messages = CookieStorage(request)
    return request


def test_what_is_no_refusal_goes_on() -> None:
    form = filled()
    with pytest.raises(KeyError), refusal_on(form):
        raise KeyError("seats")
    assert form.errors == {}


def test_what_was_done_too_often_is_caught_by_no_form() -> None:
    form = filled()
    with pytest.raises(TooOften), refusal_on(form):
        raise TooOften("천천히", until=clock.now() + timedelta(minutes=1))
    assert form.errors == {}


def test_what_a_person_may_not_do_goes_on_where_the_page_says_so() -> None:
    form = filled()
    with pytest.raises(NotAllowed), refusal_on(form, unless=NotAllowed):
        raise NotAllowed("담당자만")
    assert form.errors == {}
    with refusal_on(form, unless=NotAllowed):
        raise DomainError("자리가 없습니다.")
    assert form.errors == {"__all__": ["자리가 없습니다."]}


def test_elsewhere_the_form_says_it() -> None:
    form = filled()
    with refusal_on(form):
        raise NotAllowed("임기가 끝났습니다.")
    assert form.errors == {"__all__": ["임기가 끝났습니다."]}


def test_a_refusal_stands_at_the_fields_it_names_and_what_was_written_stays() -> None:
    form = filled()
    with refusal_on(form) as refusal:
        raise DomainError("안 됩니다.", code="full", fields={"seats": "두 자리뿐입니다.", "elsewhere": "없는 칸"})
    assert form.errors == {"seats": ["두 자리뿐입니다."]}
    assert form["name"].value() == "나눔"
    assert (refusal.said, refusal.code) == ("안 됩니다.", "full")


def test_fields_that_the_form_has_not_leave_it_above_the_form() -> None:
    form = filled()
    with refusal_on(form):
        raise DomainError("안 됩니다.", fields={"elsewhere": "없는 칸"})
    assert form.errors == {"__all__": ["안 됩니다."]}


def test_a_button_s_refusal_is_said_by_the_next_page(rf: RequestFactory) -> None:
    request = request_with_messages(rf)
    with refusal_as_message(request):
        raise DomainError("이미 끝났습니다.")
    assert [(m.level_tag, m.message) for m in get_messages(request)] == [("error", "이미 끝났습니다.")]


def test_a_page_may_say_it_in_its_own_way() -> None:
    with refusal_kept() as refusal:
        raise DomainError("지난 초대입니다.", code="over")
    assert (refusal.said, refusal.code) == ("지난 초대입니다.", "over")


def test_where_nothing_was_refused_nothing_is_said(rf: RequestFactory) -> None:
    form, request = filled(), request_with_messages(rf)
    with refusal_on(form), refusal_as_message(request), refusal_kept() as refusal:
        pass
    assert (form.errors, list(get_messages(request)), refusal.said, refusal.code) == ({}, [], "", "")

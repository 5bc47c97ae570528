"""A copy of the database makes no code of the second factor."""

from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from lms.accounts.models import User
from lms.common.integrity import verify
from lms.signin import sealing
from tests.factories import people
from tests.lms.signin.test_second_factor import code_of, sign_in, with_password

pytestmark = pytest.mark.django_db
NEW_KEY = "another-key-of-these-tests"
SHOW = "/accounts/second/authenticate/"


def stored() -> str:
    """As it lies in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator ORDER BY id")
        rows = cursor.fetchall()
    return f"{rows} {[session.get_decoded() for session in Session.objects.all()]}"


@pytest.fixture
def person() -> User:
    return with_password(people.user())


def with_both(person: User) -> tuple[str, RecoveryCodes]:
    TOTP.activate(person, secret := generate_totp_secret())
    return secret, RecoveryCodes.activate(person)


def told(client: Client, person: User, code: str) -> Any:
    """Nothing where the code signs in."""
    cache.clear()  # a code is taken once
    sign_in(client, person)
    response = client.post(SHOW, {"code": code})
    return None if response.status_code == 302 else response.context["form"].errors["code"]


WRONG = ["번호가 맞지 않습니다. 지금 보이는 번호를 적어 주세요."]


def test_nothing_of_a_seed_is_in_the_database_and_its_codes_sign_in(client: Client, person: User) -> None:
    sign_in(client, person)
    secret = client.get("/accounts/second/totp/activate/").context["form"].secret
    client.post("/accounts/second/totp/activate/", {"code": code_of(secret)})
    spare = RecoveryCodes.activate(person)
    seed = sealing.opened(spare.instance.data["seed"])
    assert seed is not None
    assert len(seed) == 80
    assert secret not in stored()
    assert seed not in stored()
    assert stored().count(sealing.MARK) == 2
    assert told(Client(), person, code_of(secret)) is None
    assert told(Client(), person, spare.get_unused_codes()[0]) is None


def test_with_another_key_each_code_is_a_wrong_one(person: User, settings: Any) -> None:
    secret, spare = with_both(person)
    codes = (code_of(secret), spare.get_unused_codes()[0])
    settings.SECRET_KEY = NEW_KEY
    assert [told(Client(), person, code) for code in codes] == [WRONG, WRONG]
    assert [name for name, _found in verify.findings() if name != "triggers_in_place"] == ["second_factors_open"] * 2


def test_with_the_former_key_beside_the_new_one_codes_go_on(person: User, settings: Any) -> None:
    secret, spare = with_both(person)
    codes = (code_of(secret), spare.get_unused_codes()[0])
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW_KEY, [settings.SECRET_KEY]
    assert [told(Client(), person, code) for code in codes] == [None, None]


def test_the_key_is_replaced_and_the_former_one_taken_out(person: User, settings: Any) -> None:
    secret, spare = with_both(person)
    first, second = spare.get_unused_codes()[:2]
    assert told(Client(), person, first) is None
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW_KEY, [settings.SECRET_KEY]
    out = StringIO()
    call_command("seal_second_factors", stdout=out)
    assert out.getvalue() == "2 sealed.\n"
    settings.SECRET_KEY_FALLBACKS = []
    assert [told(Client(), person, code) for code in (code_of(secret), first, second)] == [None, WRONG, None]


def test_what_no_key_opens_is_left_as_it_is_and_named(person: User, settings: Any) -> None:
    with_both(person)
    before, settings.SECRET_KEY = stored(), NEW_KEY
    with pytest.raises(CommandError, match="2 were sealed with a key that is in neither setting"):
        call_command("seal_second_factors", stdout=StringIO())
    assert stored() == before


def test_a_sealed_seed_that_was_touched_does_not_open() -> None:
    sealed = sealing.seal("JBSWY3DP")
    middle = len(sealed) // 2
    touched = sealed[:middle] + ("A" if sealed[middle] != "A" else "B") + sealed[middle + 1 :]
    assert (sealing.opened(sealed), sealing.opened(touched)) == ("JBSWY3DP", None)


def test_seeds_that_are_not_sealed_work_and_are_sealed_by_the_command(person: User) -> None:
    secret, seed = generate_totp_secret(), RecoveryCodes.generate_seed()
    Authenticator.objects.create(user=person, type="totp", data={"secret": secret})
    row = Authenticator.objects.create(user=person, type="recovery_codes", data={"seed": seed, "used_mask": 1})
    key = Authenticator.objects.create(user=person, type="webauthn", data={"name": "열쇠"})
    code = RecoveryCodes(row).get_unused_codes()[0]
    assert told(Client(), person, code_of(secret)) is None
    call_command("seal_second_factors", stdout=StringIO())
    assert secret not in stored()
    assert seed not in stored()
    assert told(Client(), person, code_of(secret)) is None
    assert told(Client(), person, code) is None
    row.refresh_from_db(), key.refresh_from_db()
    assert (row.data["used_mask"], key.data) == (3, {"name": "열쇠"})

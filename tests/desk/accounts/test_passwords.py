"""Which passwords are taken, and how they are stored."""

import time
import unicodedata

import pytest
from argon2 import PasswordHasher, extract_parameters

from desk.accounts import passwords
from desk.accounts.passwords import PasswordRefused, check_password, is_right, set_password
from desk.models import STAFF, User
from tests.desk.accounts.conftest import GOOD_PASSWORD


@pytest.fixture(autouse=True)
def cheap_passwords() -> None:
    """Here they are computed as they really are."""


def somebody(name: str = "amina") -> User:
    return User(name=name, role=STAFF)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("neuf char", "password_short"),
        ("سبعة حروف", "password_short"),
        ("é" * 201, "password_long"),
        ("Amina-Benali", "password_name"),
        ("AMINA BENALI 26", "password_name"),
        ("aaaaaaaaaaaa", "password_common"),
        ("1212121212", "password_common"),
        ("1234567890", "password_common"),
        ("AzertyUIOP", "password_common"),
        ("Mot de passe", "password_common"),
        ("motdepasse2026!", "password_common"),
        ("123 Password 456", "password_common"),
        ("كلمة السر 2026", "password_common"),
        ("Casablanca212", "password_common"),
    ],
)
def test_what_is_easy_to_guess_is_refused_with_the_reason(password: str, why: str) -> None:
    with pytest.raises(PasswordRefused) as refused:
        check_password(password, "Amina Benali")
    assert refused.value.key == why


@pytest.mark.parametrize(
    "password", [GOOD_PASSWORD, "زيتون وشمس وبحر", "ⵜⴰⴼⵓⴽⵜ ⵉⵎⴰⵍⴰⵙ", "x7!Kp-2mZq9", "amina aime les olives"]
)
def test_words_of_any_script_make_a_password(password: str) -> None:
    user = somebody()
    set_password(user, password)
    assert is_right(user, password)
    assert not is_right(user, password + " ")


def test_a_password_is_stored_with_argon2id_and_its_own_salt() -> None:
    first, second = somebody(), somebody("driss")
    for user in (first, second):
        set_password(user, GOOD_PASSWORD)
    assert first.password_hash and first.password_hash.startswith("$argon2id$")
    assert first.password_hash != second.password_hash
    assert GOOD_PASSWORD not in first.password_hash


def test_the_same_letters_from_another_keyboard_are_the_same_password() -> None:
    user = somebody()
    set_password(user, unicodedata.normalize("NFC", "été à Tétouan"))
    assert is_right(user, unicodedata.normalize("NFD", "été à Tétouan"))


def test_a_password_stored_with_weaker_parameters_is_stored_anew_when_it_is_used() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=1024).hash(GOOD_PASSWORD)
    user = User(name="amina", role=STAFF, password_hash=weak)
    assert not is_right(user, "something else")
    assert user.password_hash == weak
    assert is_right(user, GOOD_PASSWORD)
    assert user.password_hash != weak
    assert extract_parameters(str(user.password_hash)).memory_cost == PasswordHasher().memory_cost
    assert is_right(user, GOOD_PASSWORD)


def test_nobody_gets_in_without_a_password_of_their_own() -> None:
    for password in ("", GOOD_PASSWORD):
        assert not is_right(somebody(), password)
        assert not is_right(None, password)


def test_an_unknown_name_takes_as_long_as_a_wrong_password() -> None:
    user = somebody()
    set_password(user, GOOD_PASSWORD)
    is_right(None, "")  # makes what nobody's password is compared with

    def seconds(who: User | None) -> float:
        started = time.perf_counter()
        is_right(who, "wrong password")
        return time.perf_counter() - started

    known, unknown = (min(seconds(who) for _ in range(5)) for who in (user, None))
    assert known / 3 < unknown < known * 3


def test_a_very_long_password_is_not_computed_in_full() -> None:
    user = somebody()
    set_password(user, GOOD_PASSWORD)
    assert not is_right(user, GOOD_PASSWORD + "x" * 10_000_000)


def test_the_list_of_common_passwords_holds_only_what_the_rules_would_otherwise_take() -> None:
    lines = [line for line in passwords._COMMON.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert len(lines) == len(set(lines)) > 100

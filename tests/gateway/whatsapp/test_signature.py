"""Only who knows the app secret can sign, and only exactly the bytes that were sent."""

import hashlib
import hmac

import pytest

from gateway.whatsapp.signature import is_signed

RAW = b'{"text": "\\u0633\\u0644\\u0627\\u0645", "n": 1.0}'
SECRET = "app secret"
DIGEST = hmac.new(SECRET.encode(), RAW, hashlib.sha256).hexdigest()


def test_the_example_of_rfc_4231_is_signed() -> None:
    digest = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert is_signed(b"what do ya want for nothing?", f"sha256={digest}", "Jefe")


def test_the_right_signature_is_of_these_bytes_and_this_secret_only() -> None:
    header = f"sha256={DIGEST}"
    assert is_signed(RAW, header, SECRET)
    assert not is_signed(RAW + b" ", header, SECRET)
    assert not is_signed(RAW.replace(b"1.0", b"1"), header, SECRET)
    assert not is_signed(RAW, header, "another secret")


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "sha256=",
        DIGEST,
        f"sha1={DIGEST}",
        f"sha256={DIGEST[:-1]}",
        f"sha256={DIGEST}0",
        f"sha256={DIGEST} ",
        f"sha256={'0' * 64}",
        "sha256=é" + DIGEST[1:],
        "sha256=\ud800",
        f"sha256=sha256={DIGEST}",
    ],
)
def test_any_other_header_is_refused_without_an_error(header: str | None) -> None:
    assert not is_signed(RAW, header, SECRET)


def test_an_empty_secret_signs_nothing() -> None:
    digest = hmac.new(b"", RAW, hashlib.sha256).hexdigest()
    assert not is_signed(RAW, f"sha256={digest}", "")


def test_a_secret_of_any_characters_is_no_error() -> None:
    assert not is_signed(RAW, f"sha256={DIGEST}", "secrét \udcff")

"""Meaning as a vector, the same for French, Arabic and English."""

import numpy
import pytest

from language.encoder import DIMENSIONS, encode, is_available

needs_encoder = pytest.mark.skipif(not is_available(), reason="the encoder's package is not installed")


@needs_encoder
def test_a_text_is_a_vector_of_length_one() -> None:
    vectors = encode(["bonjour", "أين الطبيب؟", "my child is ill"])
    assert vectors.shape == (3, DIMENSIONS)
    numpy.testing.assert_allclose(numpy.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("nothing", ["", "   ", "\n"])
def test_an_empty_text_is_nothing_and_keeps_its_place(nothing: str) -> None:
    alone = encode([nothing])
    assert alone.shape == (1, DIMENSIONS)
    assert not alone.any()
    among = encode(["bonjour", nothing, "hello"])
    assert not among[1].any()
    numpy.testing.assert_allclose(among[[0, 2]], encode(["bonjour", "hello"]), atol=1e-5)


def test_no_texts_are_no_rows() -> None:
    assert encode([]).shape == (0, DIMENSIONS)


@needs_encoder
def test_the_same_meaning_is_near_in_every_language() -> None:
    doctor = encode(["je cherche un médecin", "I am looking for a doctor", "أبحث عن طبيب"])
    other = encode(["le bateau est rouge", "the boat is red", "القارب أحمر"])
    assert (doctor @ doctor.T).min() > 0.6
    assert (doctor @ other.T).max() < 0.4

"""The directory reaches programs and people through the running stack."""

import httpx
import pytest

from tests.running_stack import Stack

pytestmark = pytest.mark.stack


def test_programs_read_the_directory_beside_the_chat(stack: Stack) -> None:
    page = httpx.get(f"{stack.url}/api/services", params={"full": True, "per_page": 100}, timeout=30).json()
    assert page["total_items"] == 278
    assert len(page["contents"]) == 100
    assert httpx.get(f"{stack.url}/api/services", params={"search": "avocat"}).json()["total_items"] > 0


def test_a_service_says_whether_it_is_open(stack: Stack) -> None:
    reply = stack.ask("where is UNHCR in Rabat?")
    office = next(card for card in reply["services"] if "05 37 54 54 00" in card["phones"])
    assert office["hours"] == "Monday–Friday 09:00–15:00"
    assert office["open_now"]

"""Every route of the desk, with every role and without one."""

import re

import pytest
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from desk.models import ROLES
from tests.desk.conftest import Visit
from tests.desk.who_may import PUBLIC, WHO_MAY

NEVER_THERE = {"token": "a-token-that-nobody-was-given", "key": "schooling.nothing", "name": "nothing"}


def operations(application: FastAPI) -> list[str]:
    """Every operation, such as "GET /desk/test"."""
    paths = get_openapi(title="", version="", routes=application.routes)["paths"]
    return sorted(f"{method.upper()} {path}" for path, methods in paths.items() for method in methods)


def test_the_table_names_exactly_the_routes_that_there_are(application: FastAPI) -> None:
    assert operations(application) == sorted(WHO_MAY)


@pytest.mark.parametrize("role", ["", *ROLES])
def test_every_route_is_open_to_its_roles_and_to_nobody_else(visit: Visit, role: str) -> None:
    visitor = visit(role)
    wrong = {}
    for operation, lowest in WHO_MAY.items():
        method, path = operation.split()
        if operation in ("POST /desk/logout", "GET /desk/login/second"):  # they lead to the login by themselves
            continue
        address = re.sub(r"{(\w+)(?::\w+)?}", lambda found: NEVER_THERE.get(found[1], "999999"), path)
        answer = visitor.get(address) if method == "GET" else visitor.post(address)
        refused = answer.status_code in (401, 403) or (
            answer.status_code == 303 and answer.headers["location"].startswith("/desk/login")
        )
        may = lowest == PUBLIC or (bool(role) and ROLES.index(role) >= ROLES.index(lowest))
        if refused == may:
            wrong[operation] = answer.status_code
    assert wrong == {}


def test_nobody_signs_out_who_is_not_in(visit: Visit) -> None:
    assert visit("").post("/desk/logout").status_code == 401
    assert visit("staff").post("/desk/logout").status_code == 303

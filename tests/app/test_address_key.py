"""A lost or changed secret stops the start with a sentence, before anybody waits for an answer that cannot be sent."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from app.address_key import address_book, check_address_key
from app.database import migrate
from app.problems import Problem
from app.settings import Settings
from gateway.events import Incoming
from gateway.inbox import Inbox
from knowledge.database import connect
from tests.gateway.house import address


def test_another_secret_than_the_databases_is_a_problem_that_says_where_the_old_one_belongs(tmp_path: Path) -> None:
    configuration = Settings(data=tmp_path, database_url="")
    migrate(configuration)
    check_address_key(configuration)
    database = connect(configuration.database)
    Inbox(database, address_book(configuration)).store(Incoming("web", (address("anna"),), "1"))
    database.dispose()
    check_address_key(configuration)
    with pytest.raises(Problem, match="secrets/address-key"):
        check_address_key(configuration.model_copy(update={"address_key": SecretStr("another")}))

"""The secret with which addresses are encrypted: from the settings, else made once."""

from sqlalchemy.orm import Session

from app.problems import Problem
from app.settings import Settings
from gateway.addresses import AddressBook
from knowledge.database import connect


def address_book(configuration: Settings) -> AddressBook:
    """Seals and finds addresses with this installation's secret."""
    return AddressBook(configuration.address_key.get_secret_value() or configuration.secret("address-key"))


def check_address_key(configuration: Settings) -> None:
    """Raises Problem when the database's addresses were encrypted with another secret: nobody could be answered."""
    database = connect(configuration.database)
    try:
        with Session(database) as session:
            fits = address_book(configuration).fits(session)
    finally:
        database.dispose()
    if not fits:
        raise Problem(
            "The secret that encrypts addresses is not the one of this database. Put the old one back into "
            f"{configuration.data / 'secrets' / 'address-key'} or DALIL_ADDRESS_KEY (docs/operators.md)."
        )

"""`dalil directory export`: the whole directory as HSDS documents in one JSON file."""

import argparse
import json

from app.commands.output import open_database
from app.console import say
from app.settings import Settings


def export_services(configuration: Settings, options: argparse.Namespace) -> int:
    """Write every service with all that belongs to it, as a list of HSDS documents."""
    from sqlalchemy import select

    from knowledge.exchange.hsds_export import HsdsExport
    from knowledge.exchange.hsds_loading import FULL_SERVICE, load, places_of
    from knowledge.models import Service

    with open_database(configuration) as session:
        services = load(session, Service, list(session.scalars(select(Service.id).order_by(Service.id))), FULL_SERVICE)
        places = places_of(session, (link for service in services for link in service.service_at_locations))
        export = HsdsExport(options.language, places)
        documents = [export.full_service(service).model_dump(mode="json", exclude_none=True) for service in services]
    text = json.dumps(documents, ensure_ascii=False, indent=1)
    options.target.write_text(f"{text}\n", encoding="utf-8")
    say(f"{len(documents)} services written to {options.target}.")
    return 0

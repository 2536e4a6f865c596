"""Where the pages of the directory are."""

DIRECTORY = "/desk/admin/directory"
SERVICES = f"{DIRECTORY}/services"
ORGANIZATIONS = f"{DIRECTORY}/organizations"
IMPORTS = f"{DIRECTORY}/import"
CORRECTIONS = f"{DIRECTORY}/corrections"
LINKS = f"{DIRECTORY}/links"
ASSOCIATIONS = "/desk/associations"


def service_path(service_id: str) -> str:
    """The page of a service."""
    return f"{SERVICES}/{service_id}"


def organization_path(organization_id: str) -> str:
    """The page of an organisation."""
    return f"{ORGANIZATIONS}/{organization_id}"


def import_path(number: int) -> str:
    """The page of an import."""
    return f"{IMPORTS}/{number}"

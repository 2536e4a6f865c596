"""How much there is to decide: shown at the tabs of the directory."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.models import Correction
from knowledge.models.directory_editing import WAITING


def waiting_corrections(session: Session) -> int:
    """How many corrections of associations nobody has decided about."""
    return session.scalar(select(func.count(Correction.id)).where(Correction.state == WAITING)) or 0

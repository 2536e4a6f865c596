"""What was lost, said twice or out of order, by what Meta's stand-in accepted and what the database knows."""

import itertools
import time
from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy import Engine as Database
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gateway.models import ANSWERED, INBOUND, OUTBOUND, REPLY, UNSENT, Message
from tests.gateway.whatsapp.fake_meta import FakeMeta


@dataclass(frozen=True)
class Verdict:
    """The three numbers that have to be zero, and how much there was."""

    written: int
    answered: int
    notices: int
    lost: int
    twice: int
    out_of_order: int

    @property
    def is_good(self) -> bool:
        """True when every promise was kept."""
        return (self.lost, self.twice, self.out_of_order) == (0, 0, 0)


def wait_until_done(database: Database, written: int, seconds: float) -> bool:
    """Wait until everything is stored, answered and sent; False when it is not in that time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with Session(database) as session:
            answered = _count(session, Message.direction == INBOUND, Message.state == ANSWERED)
            unsent = _count(session, Message.direction == OUTBOUND, Message.state.in_(UNSENT))
        if answered >= written and not unsent:
            return True
        time.sleep(0.5)
    return False


def _count(session: Session, *conditions: object) -> int:
    return session.scalar(select(func.count(Message.id)).where(*conditions)) or 0  # type: ignore[arg-type]


def judge(database: Database, meta: FakeMeta, written: int) -> Verdict:
    """Compare what was written, stored and accepted by Meta's stand-in."""
    with Session(database) as session:
        query = select(Message.key, Message.answers_id, Message.reply).where(
            Message.direction == OUTBOUND, Message.kind == REPLY
        )
        rows = session.execute(query).all()
        answers = {key: answers_id for key, answers_id, _ in rows}
        urgent = {key for key, _, reply in rows if reply and reply["urgent"]}
        stored = _count(session, Message.direction == INBOUND)
    accepted = Counter(sent.own_id for sent in meta.sends)
    answered = Counter(answers[key] for key in accepted.elements() if key in answers)
    by_person: defaultdict[str, list[int]] = defaultdict(list)
    for sent in meta.sends:
        if sent.own_id in answers and sent.own_id not in urgent:  # danger passes what waits, as it should
            by_person[sent.addressee].append(answers[sent.own_id] or 0)
    return Verdict(
        written=written,
        answered=len(answered),
        notices=sum(count for key, count in accepted.items() if key not in answers),
        lost=max(written - stored, 0) + stored - len(answered),
        twice=sum(count - 1 for count in answered.values()) + max(stored - written, 0),
        out_of_order=sum(
            later < earlier for numbers in by_person.values() for earlier, later in itertools.pairwise(numbers)
        ),
    )

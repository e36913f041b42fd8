"""One interview at Acme on Tuesday 1 December 2026, 10:00 to 11:00 in New York, seen before."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from service.domain.model import Person, Session, Visit, VisitKey
from service.domain.plan import plan
from service.domain.policy import Me, Policy

NEW_YORK = ZoneInfo("America/New_York")
START = datetime(2026, 12, 1, 10, tzinfo=NEW_YORK)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
POLICY = Policy(me=Me(timezone="America/New_York", country="US"))
DANA = Person(name="Dana Ruiz", email="dana@acme.example", role="CTO", state="certain")
TOM = Person(name="Tom van der Berg", kind="interviewer")
COORDINATOR = Person(name="Jo Park", email="jo@acme.example", kind="coordinator")
EXCLUDED = Person(name="Notetaker", email="bot@notes.example", state="excluded")


def sitting(uid="a", start=START, end=None, **more):
    seen = {"first_seen": START - 3 * DAY, "title": "Onsite #interview", "company": "Acme"}
    return Session(uid=uid, start=start, end=end or start + HOUR, **{**seen, **more})


def visit(*people, sessions=None, company="Acme", **more):
    sessions = sessions or (sitting(**more),)
    return Visit(key=VisitKey("a"), sessions=sessions, company=company, people=people)


def entries(visit, policy=POLICY, **told):
    """The follow-ups of one visit by the end of their key: email, card/jo@acme.example ..."""
    return {one.key.partition("/")[2]: one for one in plan([visit], policy, **told)}

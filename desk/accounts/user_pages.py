"""Where administrators decide who works here."""

from collections.abc import Callable
from functools import partial
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.access import Administrator
from desk.accounts.action_words import action_name
from desk.accounts.audit_log import history_of, last_sign_ins
from desk.accounts.forms import RoleForm, UserForm, blame
from desk.accounts.links import lasts
from desk.accounts.users import (
    Refused,
    add_user,
    change_role,
    deactivate,
    reactivate,
    remove_second_factor,
    reset_password,
)
from desk.context import Desk
from desk.models import ROLES, STAFF, User, now
from desk.pages import see, show, words_of
from desk.posted import Posted
from gateway.words import LANGUAGES

USERS = "/desk/admin/users"
_NEW = f"{USERS}/new"
_ONE = f"{USERS}/{{user_id}}"
_CHANGES: dict[str, Callable[[Session, User, User], None]] = {
    "deactivate": deactivate,
    "reactivate": reactivate,
    "remove-second-factor": remove_second_factor,
}


def user_routes(desk: Desk) -> APIRouter:
    """The list, and a page to add somebody."""
    router = APIRouter()

    @router.get(USERS)
    def users(request: Request, user: Administrator) -> Response:
        with Session(desk.database) as session:
            people = session.scalars(select(User)).all()
            people = sorted(people, key=lambda each: (not each.is_active, each.name.casefold()))
            return show(request, "accounts/users.html", people=people, seen=last_sign_ins(session))

    @router.get(_NEW)
    def new(request: Request, user: Administrator) -> Response:
        form = _with_choices(request, UserForm.of(request, data={"role": STAFF, "language": user.language}))
        return show(request, "accounts/new_user.html", form=form, roles=ROLES)

    @router.post(_NEW)
    def new_sent(request: Request, user: Administrator, posted: Posted) -> Response:
        form = _with_choices(request, UserForm.of(request, posted))
        if form.validate():
            try:
                return _add(desk, request, user, form)
            except Refused as refused:
                blame(request, form.name, refused.key)
        return show(request, "accounts/new_user.html", 422, form=form, roles=ROLES)

    return router


def one_user_routes(desk: Desk) -> APIRouter:
    """The page of each user, and what can be done there."""
    router = APIRouter()

    @router.get(_ONE)
    def one(request: Request, user: Administrator, user_id: int) -> Response:
        return _page(desk, request, user_id)

    @router.post(f"{_ONE}/role")
    def role_sent(request: Request, user: Administrator, user_id: int, posted: Posted) -> Response:
        form = _with_choices(request, RoleForm.of(request, posted))
        if form.validate() and _change_role(desk, request, user, user_id, form):
            return see(f"{USERS}/{user_id}", "accounts.saved")
        return _page(desk, request, user_id, form)

    @router.post(f"{_ONE}/link")
    def link_sent(request: Request, user: Administrator, user_id: int) -> Response:
        with Session(desk.database) as session, session.begin():
            person = _person(session, user_id)
            if not person.is_active:
                raise HTTPException(422)
            return _link_page(desk, request, session, user, person)

    @router.post(f"{_ONE}/{{change}}")
    def change_sent(request: Request, user: Administrator, user_id: int, change: str) -> Response:
        if change not in _CHANGES:
            raise HTTPException(404)
        try:
            with Session(desk.database) as session, session.begin():
                _CHANGES[change](session, user, _person(session, user_id))
        except Refused as refused:
            return _page(desk, request, user_id, problem=refused.key)
        return see(f"{USERS}/{user_id}", "accounts.saved")

    return router


def _change_role(desk: Desk, request: Request, by: User, user_id: int, form: RoleForm) -> bool:
    """False when it was not changed; then the form says why."""
    try:
        with Session(desk.database) as session, session.begin():
            person = _person(session, user_id)
            if person.role != form.before.data:
                raise Refused("role_changed_elsewhere")
            change_role(session, by, person, str(form.role.data))
    except Refused as refused:
        blame(request, form.role, refused.key)
        return False
    return True


def _add(desk: Desk, request: Request, by: User, form: UserForm) -> Response:
    with Session(desk.database) as session, session.begin():
        person = add_user(session, by, str(form.name.data), str(form.role.data), str(form.language.data))
        return _link_page(desk, request, session, by, person)


def _link_page(desk: Desk, request: Request, session: Session, by: User, person: User) -> Response:
    """The only page that ever shows the link: it is an answer to a form, and cannot be called up again."""
    moment = now()
    link = desk.public_url + reset_password(session, by, person, moment)
    return show(request, "accounts/new_link.html", person=person, link=link, until=moment + lasts(person))


def _page(
    desk: Desk, request: Request, user_id: int, form: RoleForm | None = None, problem: str = ""
) -> Response:  # fmt: skip
    with Session(desk.database) as session:
        person = _person(session, user_id)
        if form is None:
            form = _with_choices(request, RoleForm.of(request, data={"role": person.role, "before": person.role}))
        else:
            form.before.data = person.role
        return show(
            request, "accounts/user.html", 422 if problem or form.errors else 200, person=person, form=form,
            problem=problem, history=history_of(session, person.name), seen=last_sign_ins(session).get(person.name),
            action_name=partial(action_name, words_of(request)),
        )  # fmt: skip


def _person(session: Session, user_id: int) -> User:
    person = session.get(User, user_id)
    if person is None:
        raise HTTPException(404)
    return person


def _with_choices(request: Request, form: Any) -> Any:
    words = words_of(request)
    form.role.choices = [(role, words(f"role_{role}")) for role in ROLES]
    if "language" in form:
        form.language.choices = [(code, words(f"own_name_{code}")) for code in LANGUAGES]
    return form

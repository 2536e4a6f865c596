"""`dalil user …`: who works at the desk."""

import argparse
import sys
from getpass import getpass
from typing import TYPE_CHECKING

from app.commands.output import open_database, print_table
from app.console import say
from app.problems import Problem
from app.settings import Settings

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from sqlalchemy.orm import Session

    from desk.models import User

ROLES = ("administrator", "editor", "staff")


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and what it can do."""
    users = commands.add_parser("user", help="look after the accounts of staff and administrators")
    verbs = users.add_subparsers(required=True, metavar="WHAT")
    adder = _verb(verbs, "add", "add somebody, with a password that you type")
    adder.add_argument("--role", choices=ROLES, required=True, help="what they may do")
    adder.add_argument("--password-stdin", action="store_true", help="read the password from the first line of input")
    adder.set_defaults(run=add)
    verbs.add_parser("list", help="list the accounts").set_defaults(run=list_users)
    resetter = _verb(verbs, "reset", "print a link with which somebody sets a new password, once")
    resetter.add_argument("--without-second-factor", action="store_true", help="the phone is lost: no code any more")
    resetter.set_defaults(run=reset)
    _verb(verbs, "deactivate", "somebody may no longer sign in, and is out at once").set_defaults(run=deactivate)


def add(configuration: Settings, options: argparse.Namespace) -> int:
    """Add somebody. Raises Problem for a name or password that is not taken."""
    from desk.accounts.passwords import PasswordRefused, set_password
    from desk.accounts.users import Refused, add_user

    with open_database(configuration) as session:
        try:
            user = add_user(session, None, options.name, options.role)
            set_password(user, _first_line() if options.password_stdin else _typed_twice())
        except (Refused, PasswordRefused) as refused:
            raise _problem(refused.key) from refused
        name = user.name
    say(f"{name} may sign in as {options.role}.")
    return 0


def list_users(configuration: Settings, _: argparse.Namespace) -> int:
    """List everybody, also who is deactivated."""
    from sqlalchemy import select

    from desk.accounts.audit_log import last_sign_ins
    from desk.models import User

    with open_database(configuration) as session:
        seen = last_sign_ins(session)
        rows = [
            (user.name, user.role, _state(user), f"{seen[user.name]:%Y-%m-%d}" if user.name in seen else "never")
            for user in session.scalars(select(User).order_by(User.name))
        ]
    if rows:
        print_table("Accounts:", ("name", "role", "state", "last signed in"), rows)
    else:
        say("There are no accounts yet. `dalil user add NAME --role administrator` adds one.")
    return 0


def reset(configuration: Settings, options: argparse.Namespace) -> int:
    """Print a link. Raises Problem for who is not there or deactivated."""
    from desk.accounts.links import lasts
    from desk.accounts.users import remove_second_factor, reset_password
    from desk.models import now

    with open_database(configuration) as session:
        user = _user(session, options.name)
        if not user.is_active:
            raise Problem(f"{user.name} is deactivated; an administrator can reactivate the account in the desk.")
        if options.without_second_factor:
            remove_second_factor(session, None, user)
        path = reset_password(session, None, user, now())
        name, hours = user.name, lasts(user).total_seconds() / 3600
    say(f"With this link {name} sets a password, once, within {hours:.0f} hours:")
    say(f"  {configuration.links_begin}{path}")
    return 0


def deactivate(configuration: Settings, options: argparse.Namespace) -> int:
    """Take somebody out. Raises Problem for who is not there, and for the last administrator."""
    from desk.accounts import users

    with open_database(configuration) as session:
        user = _user(session, options.name)
        try:
            users.deactivate(session, None, user)
        except users.Refused as refused:
            raise _problem(refused.key) from refused
        name = user.name
    say(f"{name} may no longer sign in.")
    return 0


def _verb(
    verbs: "_SubParsersAction[argparse.ArgumentParser]", name: str, meaning: str
) -> argparse.ArgumentParser:  # fmt: skip
    parser = verbs.add_parser(name, help=meaning)
    parser.add_argument("name", metavar="NAME")
    return parser


def _first_line() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def _typed_twice() -> str:
    if not sys.stdin.isatty():
        raise Problem("Nobody can type a password here; pass it with --password-stdin.")
    password = getpass("Password: ")
    if getpass("The same once more: ") != password:
        raise Problem("The two passwords are not the same.")
    return password


def _problem(key: str) -> Problem:
    """The sentence that the pages say, in English."""
    from desk.accounts.passwords import SHORTEST
    from desk.wording import Words

    return Problem(Words("en")(f"accounts.{key}", shortest=SHORTEST))


def _user(session: "Session", name: str) -> "User":
    from desk.accounts.names import user_named

    user = user_named(session, name)
    if user is None:
        raise Problem(f"There is nobody called {name}; `dalil user list` shows who is there.")
    return user


def _state(user: "User") -> str:
    if not user.is_active:
        return "deactivated"
    if not user.password_hash:
        return "no password yet"
    return "with security code" if user.totp_secret else "active"

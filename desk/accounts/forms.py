"""The forms of the account pages."""

from fastapi import Request
from wtforms import Field, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired

from desk.accounts.passwords import SHORTEST as SHORTEST_PASSWORD
from desk.accounts.passwords import PasswordRefused
from desk.accounts.signing_in import NotSignedIn
from desk.forms import Form
from desk.pages import words_of

_NO_HELP = {"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}


class LoginForm(Form):
    """Name and password."""

    next = HiddenField()
    """Where the person wanted to go."""
    name = StringField(
        "accounts.name",
        [InputRequired()],
        render_kw=_NO_HELP | {"autocomplete": "username", "dir": "auto"},
    )
    password = PasswordField("accounts.password", [InputRequired()], render_kw={"autocomplete": "current-password"})

    def begin_typing(self) -> None:
        """Put the cursor into the first field that has nothing in it."""
        first = self.password if self.name.data else self.name
        first.render_kw = {**first.render_kw, "autofocus": True}


class CodeForm(Form):
    """A code of the second factor."""

    next = HiddenField()
    code = StringField(
        "accounts.code",
        [InputRequired()],
        render_kw=_NO_HELP | {"autocomplete": "one-time-code", "autofocus": True, "dir": "ltr"},
    )


class NewPasswordForm(Form):
    """A new password, twice."""

    password = PasswordField("accounts.new_password", [InputRequired()], render_kw={"autocomplete": "new-password"})
    again = PasswordField("accounts.password_again", [InputRequired()], render_kw={"autocomplete": "new-password"})

    def is_same_twice(self, request: Request) -> bool:
        """True for a form in which all is filled in and both are the same; else it says what is wrong."""
        filled_in = self.validate()
        if filled_in and self.password.data != self.again.data:
            blame(request, self.again, "password_different")
            return False
        return filled_in


class ChangePasswordForm(NewPasswordForm):
    """The same of somebody who has one."""

    current = PasswordField("accounts.current_password", [InputRequired()],
                            render_kw={"autocomplete": "current-password"})  # fmt: skip


class ConfirmForm(Form):
    """The password once more."""

    password = PasswordField("accounts.your_password", [InputRequired()],
                             render_kw={"autocomplete": "current-password"})  # fmt: skip


class UserForm(Form):
    """A new user."""

    name = StringField("accounts.name", [InputRequired()], render_kw=_NO_HELP | {"dir": "auto"})
    role = SelectField("accounts.role")
    language = SelectField("language")


class RoleForm(Form):
    """Another role; `before` is the one that the page showed."""

    before = HiddenField()
    role = SelectField("accounts.role")


def blame(request: Request, field: Field, key: str) -> None:
    """Say beside a field what is wrong with it; `key` is one of our words."""
    text = words_of(request)(f"accounts.{key}", shortest=SHORTEST_PASSWORD)
    field.errors = [*field.errors, text]


def blame_password(request: Request, form: NewPasswordForm, refused: PasswordRefused) -> None:
    """Say beside the new password why it is not taken."""
    blame(request, form.password, refused.key)


def blame_attempt(request: Request, field: Field, refused: NotSignedIn) -> int:
    """Say beside a field why the attempt failed; returns the HTTP status."""
    if refused.key != "wait":
        blame(request, field, refused.key)
        return 422
    field.errors = [*field.errors, words_of(request).count("accounts.wait", refused.minutes)]
    return 429

"""Forms of signing in and of one's own settings."""

from __future__ import annotations

from wtforms import PasswordField, StringField

from convene.web.forms import Form, ZoneField, at_most, wanted


class SignInForm(Form):
    """Address and, where one has been set, a password; without one a link is sent."""

    address = StringField("Your e-mail address", [wanted("Enter your e-mail address."), at_most(254)])
    password = PasswordField("Password", [at_most(1024)])


class ZoneForm(Form):
    """One's own time zone."""

    zone = ZoneField("Your time zone", first="No zone: only the host's hours are shown")


class PasswordForm(Form):
    """A new password; the present one is asked for where there is one, so that a visit left open does not suffice."""

    present = PasswordField("Present password", [at_most(1024)])
    password = PasswordField("New password", [wanted("Enter a password."), at_most(1024)])

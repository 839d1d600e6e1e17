"""Mail servers that fail as real ones do."""

import smtplib

from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend


class NobodyAnswers(BaseEmailBackend):
    """A mail server that refuses every connection."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("nobody answers at mail.example.org")


class TiresAfterThree(BaseEmailBackend):
    """A mail server that accepts three emails and refuses the rest."""

    def send_messages(self, messages):
        if len(mail.outbox) >= 3:
            raise TimeoutError("the mail server is tired")
        mail.outbox.extend(messages)
        return len(messages)


class Interrupted(BaseEmailBackend):
    """A mail server that accepts every email and calls `meanwhile`, set by the test, once during the first."""

    meanwhile = None

    def send_messages(self, messages):
        mail.outbox.extend(messages)
        happens, Interrupted.meanwhile = Interrupted.meanwhile, None
        if happens:
            happens()
        return len(messages)


class RefusesOne(BaseEmailBackend):
    """A mail server that refuses the addresses that begin with p2@ and accepts all others."""

    def send_messages(self, messages):
        for message in messages:
            if message.to[0].startswith("p2@"):
                raise smtplib.SMTPRecipientsRefused({message.to[0]: (550, b"no such user")})
            mail.outbox.append(message)
        return len(messages)

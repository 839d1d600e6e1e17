"""Mail servers that fail, as real ones do."""

from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend


class NobodyAnswers(BaseEmailBackend):
    """No server is there."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("nobody answers at mail.example.org")


class TiresAfterThree(BaseEmailBackend):
    """Takes the first three letters and then no more."""

    def send_messages(self, messages):
        if len(mail.outbox) >= 3:
            raise TimeoutError("the mail server is tired")
        mail.outbox.extend(messages)
        return len(messages)


class Interrupted(BaseEmailBackend):
    """Takes every letter; while it takes the first, something else happens: `meanwhile`, set by the test and forgotten once it is done."""

    meanwhile = None

    def send_messages(self, messages):
        mail.outbox.extend(messages)
        happens, Interrupted.meanwhile = Interrupted.meanwhile, None
        if happens:
            happens()
        return len(messages)

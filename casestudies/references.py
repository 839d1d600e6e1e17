"""The reference with which the people who agreed can have their story taken down. It is shown once and stored as a keyed hash."""

import secrets

from django.utils.crypto import salted_hmac

# No letters or digits that are mistaken for each other when read aloud or copied by hand. 12 of them make 59 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP, GROUPS = 4, 3


def new_reference():
    """Return a random reference such as "7K4M-Q2XP-9DH6"."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


def hash_reference(reference):
    """Return the keyed hash of a reference, however it was typed: capitals, dashes and spaces do not matter."""
    plain = "".join(character for character in reference.upper() if character.isascii() and character.isalnum())
    return salted_hmac("casestudies.references", plain, algorithm="sha256").hexdigest()

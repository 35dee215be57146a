"""Official domains: does an e-mail address belong to the place for whose office somebody asks to act?

Everything is compared in the form that the network uses (letters, digits and hyphens, ``xn--…`` for other scripts), so
that a letter that only looks alike is another one.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from urllib.parse import urlsplit

LONGEST = 253
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
#: Letters that older and newer rules of names turn into different ones: whoever means them writes ``xn--…``.
_UNSTEADY = frozenset("ßẞς\u200c\u200d")
_ADDRESS_BEFORE = re.compile(r"[a-z][a-z0-9+.-]*://", re.ASCII | re.IGNORECASE)

#: Where everybody can have an address: it says nothing about an office. Their subdomains are meant too.
FREE_MAIL = frozenset(
    """
    gmail.com googlemail.com yahoo.com ymail.com rocketmail.com outlook.com hotmail.com live.com msn.com aol.com
    icloud.com me.com mac.com proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io tuta.com
    gmx.com gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de posteo.de mailbox.org fastmail.com hey.com
    zoho.com zohomail.com mail.com email.com usa.com yandex.ru yandex.com yandex.by yandex.kz ya.ru mail.ru bk.ru
    inbox.ru list.ru internet.ru xmail.ru rambler.ru lenta.ru autorambler.ru myrambler.ru ro.ru vk.com narod.ru ukr.net
    i.ua meta.ua tut.by orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it alice.it tiscali.it
    wp.pl o2.pl onet.pl interia.pl seznam.cz centrum.cz email.cz abv.bg mail.bg btinternet.com virginmedia.com
    sky.com comcast.net verizon.net att.net sbcglobal.net cox.net bellsouth.net charter.net earthlink.net juno.com
    qq.com 163.com 126.com yeah.net sina.com sina.cn sohu.com foxmail.com aliyun.com naver.com daum.net hanmail.net
    yahoo.co.jp yahoo.co.uk yahoo.fr yahoo.de yahoo.it yahoo.es yahoo.com.br hotmail.co.uk hotmail.fr hotmail.de
    hotmail.it live.co.uk live.fr live.de outlook.fr outlook.de docomo.ne.jp ezweb.ne.jp softbank.ne.jp
    rediffmail.com uol.com.br bol.com.br terra.com.br mailinator.com guerrillamail.com 10minutemail.com yopmail.com
    temp-mail.org sharklasers.com trashmail.com
    """.split()  # noqa: SIM905 - a list this long is easier to keep as words
)
#: Second parts under which a country's registry registers names, each for another owner: ``co.uk``, ``gob.mx``.
_SHARED_SECONDS = frozenset(
    "ac asn co com edu ed gen go gob gouv gov govt gv gub int k12 lg ltd mil ne net nic nom or org pp sch".split()  # noqa: SIM905
)
#: Names below which everybody can have one.
_SHARED = frozenset(
    """
    msk.ru spb.ru nov.ru eu.com us.com uk.com de.com ru.com github.io gitlab.io pages.dev web.app netlify.app
    vercel.app blogspot.com wordpress.com wixsite.com weebly.com tilda.ws ucoz.ru jimdo.com business.site
    sites.google.com herokuapp.com
    """.split()  # noqa: SIM905 - as above
)


class DomainFault(StrEnum):
    """Why something cannot be the official domain of a place."""

    FORM = "form"  # no domain at all
    FREE = "free"  # everybody can have an address there
    SHARED = "shared"  # everybody can have a name below it
    MIXED = "mixed"  # letters of two alphabets in one word: made to look like another


def domain_of(text: str) -> str | DomainFault:
    """Return the domain of a website, an e-mail address or a domain, as the network writes it, without ``www``.

    Returns:
        The domain, or why it cannot be the official one of a place.
    """
    host = _host(text)
    if _is_mixed(host):
        return DomainFault.MIXED
    domain = network_form(host)
    if domain is None or "." not in domain:
        return DomainFault.FORM
    domain = domain.removeprefix("www.")
    if "." not in domain or _is_shared(domain):
        return DomainFault.SHARED
    if is_free_mail(domain):
        return DomainFault.FREE
    return domain


def _host(text: str) -> str:
    text = text.strip()
    if not _ADDRESS_BEFORE.match(text):
        text = f"http://{text.rpartition('@')[2] if '/' not in text else text}"
    try:
        return urlsplit(text).hostname or ""
    except ValueError:
        return ""


def network_form(host: str) -> str | None:
    """Return a host's name as the network writes it, in small ASCII letters; ``None`` if it is none."""
    host = unicodedata.normalize("NFKC", host).strip().rstrip(".").lower()
    if _UNSTEADY & set(host):
        return None
    try:
        ascii_form = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    labels = ascii_form.split(".")
    if len(ascii_form) > LONGEST or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    if labels[-1].isdigit():  # an address in numbers
        return None
    return ascii_form


def readable(domain: str) -> str:
    """Return a domain with the letters that people write; as the network writes it if that is not possible."""
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain


def domain_matches(email: str, official: Iterable[str]) -> bool:
    """Whether an e-mail address is of one of a place's official domains, or of one below it.

    Args:
        email: the address.
        official: domains as :func:`domain_of` returned them.
    """
    local, at, host = email.strip().rpartition("@")
    domain = network_form(host)
    if not (local and at and domain) or is_free_mail(domain):
        return False
    return any(
        domain == known or domain.endswith(f".{known}")
        for known in official
        if known and not _is_shared(known) and not is_free_mail(known)
    )


def is_free_mail(domain: str) -> bool:
    """Whether everybody can have an e-mail address at a domain (as the network writes it)."""
    return any(domain == free or domain.endswith(f".{free}") for free in FREE_MAIL)


def _is_shared(domain: str) -> bool:
    """Whether names below a domain belong to others: nobody's own domain is meant."""
    labels = domain.split(".")
    if len(labels) < 2 or domain in _SHARED:
        return True
    return len(labels) == 2 and len(labels[1]) == 2 and labels[0] in _SHARED_SECONDS


def _is_mixed(host: str) -> bool:
    """Whether a word of a host's name, as people read it, has letters of more than one alphabet."""
    shown = readable(host.lower()) if host.isascii() else host
    return any(len(_alphabets(label)) > 1 for label in shown.split("."))


def _alphabets(label: str) -> set[str]:
    """Return the alphabets of a word's letters. Chinese and Japanese signs are written together: they count as one."""
    found = {
        unicodedata.name(sign, "UNKNOWN").split(" ")[0].split("-")[0]
        for sign in label
        if sign.isalpha()
    }
    east = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL"}
    return {"EAST" if name in east else name for name in found}

"""Official domains: what is one, and whether an e-mail address belongs to it."""

import pytest

from jumelage.memberships.domain.domains import (
    FREE_MAIL,
    DomainFault,
    domain_matches,
    domain_of,
    readable,
)

MUENSTER = ["muenster.de", "xn--mnster-3ya.de"]


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("muenster.de", "muenster.de"),
        ("https://www.muenster.de/rathaus/", "muenster.de"),
        ("http://WWW.Muenster.DE:8080/?a=b@c", "muenster.de"),
        ("anna@muenster.de", "muenster.de"),
        ("muenster.de.", "muenster.de"),
        ("https://münster.de", "xn--mnster-3ya.de"),
        ("москва.рф", "xn--80adxhks.xn--p1ai"),
        ("https://мэрия.новосибирск.рф/", "xn--h1ahm5cm.xn--90absbknhbvge.xn--p1ai"),
        ("gov.spb.ru", "gov.spb.ru"),
        ("city.example.lg.jp", "city.example.lg.jp"),
        ("https://user@evil.example:80@muenster.de/", "muenster.de"),
    ],
)
def test_a_domain_is_read_from_what_people_paste(text, domain):
    assert domain_of(text) == domain


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", DomainFault.FORM),
        ("ru", DomainFault.FORM),
        ("192.168.0.1", DomainFault.FORM),
        ("http://[::1]/", DomainFault.FORM),
        ("http://[", DomainFault.FORM),
        ("two words.de", DomainFault.FORM),
        ("-muenster.de", DomainFault.FORM),
        ("straße.de", DomainFault.FORM),
        ("m" * 300 + ".de", DomainFault.FORM),
        ("gmail.com", DomainFault.FREE),
        ("https://e.mail.ru/", DomainFault.FREE),
        ("anna@yandex.ru", DomainFault.FREE),
        ("gov.ru", DomainFault.SHARED),
        ("www.gov.uk", DomainFault.SHARED),
        ("gouv.fr", DomainFault.SHARED),
        ("spb.ru", DomainFault.SHARED),
        ("www.com", DomainFault.SHARED),
        ("мuenster.de", DomainFault.MIXED),  # its first letter is Cyrillic
        ("muеnster.de", DomainFault.MIXED),  # its third is
        ("xn--munster-8gg.de", DomainFault.MIXED),
    ],
)
def test_what_is_no_offices_domain_is_refused(text, fault):
    assert domain_of(text) == fault


@pytest.mark.parametrize(
    "email",
    [
        "anna@muenster.de",
        "Anna.Schmidt@Stadt.MUENSTER.de",
        "anna@muenster.de.",
        "anna@münster.de",
        "anna@xn--mnster-3ya.de",
        "anna@amt.münster.de",
    ],
)
def test_addresses_of_the_domain_and_below_it_belong(email):
    assert domain_matches(email, MUENSTER)


@pytest.mark.parametrize(
    "email",
    [
        "anna@notmuenster.de",
        "anna@muenster.de.evil.example",
        '"anna@muenster.de"@evil.example',
        "anna@мuenster.de",
        "anna@muеnster.de",
        "anna@de",
        "anna@[muenster.de]",
        "anna@muenster.com",
        "@muenster.de",
        "muenster.de",
        "anna@",
        "",
    ],
)
def test_others_do_not(email):
    assert not domain_matches(email, MUENSTER)


@pytest.mark.parametrize("domain", sorted(FREE_MAIL))
def test_free_mail_never_matches_whatever_is_on_record(domain):
    assert not domain_matches(f"anna@{domain}", [domain])
    assert domain_of(domain) in {DomainFault.FREE, DomainFault.SHARED}


def test_a_shared_name_on_record_matches_nobody():
    assert not domain_matches("anna@town.gov.ru", ["gov.ru", ""])


def test_domains_are_shown_as_people_write_them():
    assert readable("xn--mnster-3ya.de") == "münster.de"
    assert readable("muenster.de") == "muenster.de"

"""The few words that an agreement's paper adds to the text, in the text's own languages.

They belong to the document, not to the interface: an agreement in Polish and German is labelled in Polish and German,
whatever language the reader of the page has. A language that is not here is labelled in English.
"""

from typing import NamedTuple


class Labels(NamedTuple):
    """What stands around the text. ``page`` takes ``{n}`` and ``{total}``, ``draft`` takes ``{n}``."""

    agreement: str
    page: str
    draft: str
    draft_mark: str
    name: str
    function: str
    signed_on: str
    signed_at: str
    signature: str


#: By ISO 639-1 code.
LABELS = {
    "be": Labels(
        "Пагадненне", "старонка {n} з {total}", "праект {n}", "ПРАЕКТ", "Імя", "Пасада", "Дата", "Месца", "Подпіс"
    ),
    "bg": Labels(
        "Споразумение", "страница {n} от {total}", "проект {n}", "ПРОЕКТ", "Име", "Длъжност", "Дата", "Място", "Подпис"
    ),
    "cs": Labels(
        "Dohoda", "strana {n} z {total}", "návrh {n}", "NÁVRH", "Jméno", "Funkce", "Datum", "Místo", "Podpis"
    ),
    "da": Labels(
        "Aftale", "side {n} af {total}", "udkast {n}", "UDKAST", "Navn", "Stilling", "Dato", "Sted", "Underskrift"
    ),
    "de": Labels(
        "Vereinbarung", "Seite {n} von {total}", "Entwurf {n}", "ENTWURF", "Name", "Funktion", "Datum", "Ort",
        "Unterschrift",
    ),
    "el": Labels(
        "Συμφωνία", "σελίδα {n} από {total}", "σχέδιο {n}", "ΣΧΕΔΙΟ", "Όνομα", "Ιδιότητα", "Ημερομηνία", "Τόπος",
        "Υπογραφή",
    ),
    "en": Labels(
        "Agreement", "page {n} of {total}", "draft {n}", "DRAFT", "Name", "Function", "Date", "Place", "Signature"
    ),
    "es": Labels(
        "Acuerdo", "página {n} de {total}", "borrador {n}", "BORRADOR", "Nombre", "Cargo", "Fecha", "Lugar", "Firma"
    ),
    "fi": Labels(
        "Sopimus", "sivu {n}/{total}", "luonnos {n}", "LUONNOS", "Nimi", "Asema", "Päiväys", "Paikka", "Allekirjoitus"
    ),
    "fr": Labels(
        "Accord", "page {n} sur {total}", "projet {n}", "PROJET", "Nom", "Fonction", "Date", "Lieu", "Signature"
    ),
    "hu": Labels(
        "Megállapodás", "{n}. oldal, összesen {total}", "{n}. tervezet", "TERVEZET", "Név", "Tisztség", "Dátum", "Hely",
        "Aláírás",
    ),
    "it": Labels(
        "Accordo", "pagina {n} di {total}", "bozza {n}", "BOZZA", "Nome", "Carica", "Data", "Luogo", "Firma"
    ),
    "nl": Labels(
        "Overeenkomst", "pagina {n} van {total}", "ontwerp {n}", "ONTWERP", "Naam", "Functie", "Datum", "Plaats",
        "Handtekening",
    ),
    "no": Labels(
        "Avtale", "side {n} av {total}", "utkast {n}", "UTKAST", "Navn", "Stilling", "Dato", "Sted", "Underskrift"
    ),
    "pl": Labels(
        "Porozumienie", "strona {n} z {total}", "projekt {n}", "PROJEKT", "Imię i nazwisko", "Stanowisko", "Data",
        "Miejsce", "Podpis",
    ),
    "pt": Labels(
        "Acordo", "página {n} de {total}", "projeto {n}", "PROJETO", "Nome", "Cargo", "Data", "Local", "Assinatura"
    ),
    "ro": Labels(
        "Acord", "pagina {n} din {total}", "proiect {n}", "PROIECT", "Nume", "Funcție", "Data", "Locul", "Semnătura"
    ),
    "ru": Labels(
        "Соглашение", "страница {n} из {total}", "проект {n}", "ПРОЕКТ", "Имя", "Должность", "Дата", "Место", "Подпись"
    ),
    "sk": Labels(
        "Dohoda", "strana {n} z {total}", "návrh {n}", "NÁVRH", "Meno", "Funkcia", "Dátum", "Miesto", "Podpis"
    ),
    "sv": Labels(
        "Avtal", "sida {n} av {total}", "utkast {n}", "UTKAST", "Namn", "Befattning", "Datum", "Ort", "Underskrift"
    ),
    "uk": Labels(
        "Угода", "сторінка {n} з {total}", "проєкт {n}", "ПРОЄКТ", "Ім’я", "Посада", "Дата", "Місце", "Підпис"
    ),
}  # fmt: skip


def labels_in(language: str) -> Labels:
    """Return the words in a language; in English where they are not known in it."""
    return LABELS.get(language.split("-", maxsplit=1)[0].lower(), LABELS["en"])

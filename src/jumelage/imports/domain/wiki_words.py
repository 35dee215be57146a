"""The words of lists of twin towns, in English, German, French and Russian: headings, events, codes of flags."""

import re
from functools import cache, lru_cache

import pycountry

from jumelage.places.domain.countries import CountryMatch, country_codes, country_genitive
from jumelage.places.domain.countries import parse_country as by_any_name
from jumelage.ties.domain.terms import ClaimKind, Form


def _any(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words.split())})\b", re.IGNORECASE)


def _pairs(text: str) -> dict[str, str]:
    """Return a table written as “name:meaning”, with a low line for a space."""
    pairs = (pair.replace("_", " ").partition(":") for pair in text.split())
    return {name.casefold(): meaning for name, _, meaning in pairs}


#: Headings of sections that list ties which are no more.
FORMER = _any(
    r"former(?:ly)? past previous(?:ly)? ended terminated discontinued defunct cancelled historical"
    r" ehemalig\w* früher\w* beendet\w* aufgelöst\w* gekündigt\w*"
    r" anciens? anciennes? rompus? résiliés? terminés?"
    r" бывши\w* прежни\w* прекращ\w* расторг\w* недействующ\w*"
)
SUSPENDED = _any(
    r"suspend\w* paused frozen ausgesetzt\w* ruhend\w* ruht eingefroren\w* gelée?s?"
    r" приостановл\w* заморож\w*"
)
#: Sections in which no list of ties stands.
ASIDE = _any(
    r"see\salso references notes footnotes citations sources bibliography external\slinks"
    r" further\sreading siehe\sauch einzelnachweise weblinks literatur anmerkungen quellen"
    r" voir\saussi références annexes liens\sexternes bibliographie"
    r" см\.\sтакже примечания ссылки литература источники"
)
#: Headings that say only what the list is a list of.
NEUTRAL = _any(
    r"lists? cities towns villages municipalities counties regions states districts provinces boroughs"
    r" twin twins twinning twinnings sister partner partnerships? places communities departments"
    r" städte gemeinden kreise landkreise länder bezirke liste partnerstädte partnerschaften"
    r" \w*partnerschaften \w*freundschaften villes communes jumelages jumelées? partenariats"
    r" départements régions города города-побратимы побратимы список области районы регионы муниципалитеты"
)
_LETTER = re.compile(r"[^\W\d_](?:\s*[-–—,]\s*[^\W\d_])*|0\s*[-–—]\s*9|#")

#: What was done, by the words for it; the order decides where two fit.
EVENTS = (
    (ClaimKind.SUSPENDED, SUSPENDED),
    (ClaimKind.RESUMED, _any(
        r"resumed restored reinstated wiederaufgenommen reaktiviert reprise?s? rétablie?s?"
        r" возобновл\w* восстановл\w*")),
    (ClaimKind.RENEWED, _any(
        r"renewed reaffirmed erneuert\w* bekräftigt\w* renouvelée?s? обновл\w* подтвержд\w*")),
    (ClaimKind.ENDED, _any(
        r"until till ended terminated cancelled canceled dissolved revoked withdrawn severed expired"
        r" former formerly bis beendet\w* gekündigt\w* aufgelöst\w* jusqu\w* rompue?s? résiliée?s?"
        r" terminée?s? до прекращ\w* расторг\w* разорван\w* ehemalig\w* бывш\w*")),
    (ClaimKind.SIGNED, _any(
        r"since from est established signed founded twinned started seit ab von unterzeichnet\w*"
        r" gegründet\w* begründet\w* geschlossen\w* depuis dès signée?s? с со от подписан\w* установлен\w*"
        r" заключ\w*")),
)  # fmt: skip
#: Between two dates these make a span of them.
RANGE = _any(r"to through bis à au по")
#: Before a date, these say that it is not exact.
ABOUT = _any(r"circa ca about around c um vers около примерно")
#: After a date and a dash: the tie goes on.
PRESENT = _any(r"present now today heute présent jour н\.?\s?в настоящее")
#: Say nothing of their own in a remark on a tie.
FILLERS = _any(
    r"in on and the of a an at by as was is were year agreement also again officially its"
    r" im am der die das den dem und jahr jahre jahren wurde vertrag offiziell en le la les du de des et l année an"
    r" accord г гг год года году годы в во и соглашение договор был была было были отношения"
)
FORMS = (
    (Form.FRIENDSHIP, re.compile(r"friend|freund|amiti|amical|друж", re.IGNORECASE)),
    (Form.COOPERATION, re.compile(r"co-?operat|kooperation|zusammenarbeit|coopér|сотруднич", re.I)),
    (Form.PROJECT, re.compile(r"\bprojec?t", re.IGNORECASE)),
    (Form.CONTACT, re.compile(r"\bcontacts?\b|\bkontakte?\b", re.IGNORECASE)),
    (Form.SOLIDARITY, re.compile(r"solidari", re.IGNORECASE)),
    (Form.TWINNING, re.compile(r"\btwin|\bsister|jumel|побратим|partnerst[aä]dt", re.IGNORECASE)),
    (Form.PARTNERSHIP, re.compile(r"partner|partenaria|партн[её]р", re.IGNORECASE)),
)
#: Codes that sport and wikis use where ISO 3166-1 has others: of the IOC and of FIFA.
_CODES = _pairs(
    """
    ALG:DZ ANG:AO ANT:AG ARU:AW ASA:AS BAH:BS BAN:BD BAR:BB BER:BM BHU:BT BIZ:BZ BOT:BW BRU:BN
    BUL:BG BUR:BF CAM:KH CAY:KY CGO:CG CHA:TD CHI:CL CRC:CR CRO:HR DEN:DK EQG:GQ ESA:SV FIJ:FJ
    GAM:GM GBS:GW GEQ:GQ GER:DE GRE:GR GRN:GD GUA:GT GUI:GN GUY:GY HAI:HT HON:HN INA:ID IRI:IR
    ISV:VI IVB:VG KSA:SA KUW:KW LAT:LV LBA:LY LBR:LR LES:LS LIB:LB MAD:MG MAS:MY MAW:MW MGL:MN
    MON:MC MRI:MU MTN:MR MYA:MM NCA:NI NED:NL NEP:NP NGR:NG NIG:NE OMA:OM PAR:PY PHI:PH PLE:PS
    POR:PT PUR:PR RSA:ZA SAM:WS SEY:SC SIN:SG SKN:KN SLO:SI SOL:SB SRI:LK SUD:SD SUI:CH TAN:TZ
    TOG:TG TPE:TW ROC:TW TRI:TT TTO:TT UAE:AE URU:UY VAN:VU VIE:VN VIN:VC ZAM:ZM ZIM:ZW KOS:XK
    KVX:XK RKS:XK UNK:XK URS:SUHH TCH:CSHH YUG:YUCS GDR:DDDE FRG:DE SCG:CSXX ROM:RO UK:GB PRC:CN
    HKG:HK MAC:MO FRO:FO JER:JE IOM:IM
    """
)
#: Parts of the United Kingdom that have flags of their own.
_PARTS = {"ENG": "England", "SCO": "Scotland", "WAL": "Wales", "NIR": "Northern Ireland"}
#: Names of countries and of parts of them that CLDR has otherwise.
_NAMES = _pairs(
    """
    großbritannien:GB großbritannien_und_nordirland:GB grande-bretagne:GB england:England schottland:Scotland
    nordirland:Northern_Ireland angleterre:England écosse:Scotland pays_de_galles:Wales
    irlande_du_nord:Northern_Ireland англия:England шотландия:Scotland уэльс:Wales
    северная_ирландия:Northern_Ireland tschechische_republik:CZ république_tchèque:CZ tchéquie:CZ
    slowakische_republik:SK palästina:PS volksrepublik_china:CN république_populaire_de_chine:CN
    кнр:CN республика_корея:KR republik_china:TW фрг:DE bundesrepublik_deutschland:DE
    sowjetunion:SUHH union_soviétique:SUHH urss:SUHH tschechoslowakei:CSHH tchécoslovaquie:CSHH
    чехословакия:CSHH jugoslawien:YUCS yougoslavie:YUCS югославия:YUCS rda:DDDE гдр:DDDE
    palestine:PS палестина:PS tansania:TZ
    """
)
_FLAG_OF = re.compile(r"^(?:flag of |флаг |bandera de |flagge )(?:the )?", re.IGNORECASE)


def is_letter(text: str) -> bool:
    """Whether a heading is a letter of the alphabet, or some."""
    return _LETTER.fullmatch(text.strip()) is not None


def form_of(text: str) -> str:
    """Return the form that words name; empty where they name none."""
    return next((form.value for form, words in FORMS if words.search(text)), "")


@cache
def _genitives() -> dict[str, str]:
    """Return countries by their Russian names as they stand after “list of towns of” and after “in”."""
    known: dict[str, str] = {}
    for code in country_codes():
        name = country_genitive(code, "ru").casefold()
        known.setdefault(name, code)
        if name.endswith("а"):  # Казахстана → в Казахстане
            known.setdefault(f"{name[:-1]}е", code)
    return known


@lru_cache(maxsize=4096)
def country_named(text: str) -> CountryMatch:
    """Recognise a country by its name or code, as lists write it, in Russian also where it is declined."""
    plain = _FLAG_OF.sub("", " ".join(text.split())).strip(" .,:;")
    if code := _genitives().get(plain.casefold()):
        return CountryMatch(text, code)
    return by_any_name(_NAMES.get(plain.casefold(), plain))


@lru_cache(maxsize=4096)
def country_of_flag(text: str) -> CountryMatch:
    """Recognise what a template for a flag names: a code of ISO, the IOC or FIFA, or a name."""
    plain = " ".join(text.replace("_", " ").split())
    upper = plain.upper()
    if upper in _PARTS:
        return by_any_name(_PARTS[upper])
    if code := _CODES.get(plain.casefold()):
        return CountryMatch(text, code)
    if len(plain) == 3 and (found := pycountry.countries.get(alpha_3=upper)):
        return CountryMatch(text, found.alpha_2)
    return country_named(plain)

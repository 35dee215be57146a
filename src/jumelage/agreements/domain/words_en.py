"""The templates of an agreement in English."""

from jumelage.agreements.domain.words import Templates

_FORMS = {
    "twinning": "Twinning Agreement",
    "partnership": "Partnership Agreement",
    "friendship": "Friendship Agreement",
    "cooperation": "Agreement on Cooperation",
    "project": "Agreement on a Joint Project",
    "contact": "Agreement on Contacts",
    "solidarity": "Solidarity Agreement",
}


def _title(form: str, a: str, b: str) -> str:
    return f"{_FORMS.get(form, 'Agreement')} between {a} and {b}"


def _years(number: int) -> str:
    return "1 year" if number == 1 else f"{number} years"


def _months(number: int) -> str:
    return "1 month" if number == 1 else f"{number} months"


TEMPLATES = Templates(
    title=_title,
    preamble=(
        "{a} and {b}, wishing to bring their people closer together, to learn from each other and to "
        "serve understanding and peace, have agreed as follows."
    ),
    titles={
        "parties": "Parties",
        "aims": "Aims",
        "areas": "Areas of cooperation",
        "coordinators": "Those who see to it",
        "visits": "Visits",
        "costs": "Costs",
        "working_group": "Working group and yearly plan",
        "institutions": "Institutions and third parties",
        "duration": "Duration",
        "renewal": "Renewal",
        "suspension": "Suspension",
        "termination": "Termination",
        "amendment": "Amendment and interpretation",
        "languages": "Languages",
        "entry_into_force": "Entry into force",
    },
    texts={
        "parties": (
            "The parties to this agreement are {a} and {b}, each represented by the person who signs it. Each "
            "party acts within its own powers and the law of its own country. The agreement creates no "
            "obligations under international law."
        ),
        "aims": (
            "The parties want their citizens, institutions and administrations to know one another, to "
            "exchange experience and to carry out projects that are useful to both."
        ),
        "areas": "The parties name the areas in which they cooperate in the yearly plan.",
        "coordinators": (
            "Each party names an office and a person who see to this agreement, and tells the other party in "
            "writing. When either changes, the other party is told within one month."
        ),
        "visits": (
            "The parties receive each other’s delegations on invitation. The size of a delegation, its "
            "programme and the days are agreed in writing beforehand. Travel to and from the host is paid by "
            "those who travel. Board, lodging and travel on the spot are paid by those who travel as well, "
            "unless the invitation says that the host pays them."
        ),
        "costs": (
            "Each party bears its own costs of carrying out this agreement, within its budget. What is paid "
            "together is agreed in writing for each project beforehand. The agreement itself obliges neither "
            "party to any payment."
        ),
        "working_group": (
            "A working group with members named by each party meets at least once a year, in person or "
            "remotely; the parties take turns to invite. It agrees on a plan for the year that says what is "
            "to be done, by whom, until when and with what means, and looks back on the plan of the year "
            "before."
        ),
        "institutions": (
            "The parties encourage direct links between their schools, universities, museums, libraries, "
            "sports clubs, societies and firms. Such links are based on agreements of their own. Others may "
            "take part in projects if both parties consent."
        ),
        "duration_unlimited": "This agreement is made for an unlimited time.",
        "duration_automatic": "This agreement is made for {years} from its entry into force.",
        "duration_express": "This agreement is made for {years} from its entry into force.",
        "renewal_unlimited": (
            "In every fifth year of the agreement the parties review it together and confirm it or propose "
            "changes."
        ),
        "renewal_automatic": (
            "The agreement is prolonged by {years} each time, unless either party tells the other in writing, "
            "at least {months} before the end of the period, that it does not want it to be prolonged."
        ),
        "renewal_express": (
            "The agreement ends with that time. It is renewed only by a written declaration signed by both "
            "parties."
        ),
        "suspension": (
            "Either party may suspend the agreement for its own side by a written declaration that names the "
            "first day of the suspension. The suspension ends when the same party declares in writing that it "
            "resumes the agreement. The other party is told at once of either declaration. A suspension does "
            "not end the agreement."
        ),
        "termination_unlimited": (
            "Either party may end the agreement by giving {months} notice in writing. Projects that have "
            "begun are brought to their end, unless the parties agree otherwise."
        ),
        "termination_automatic": (
            "Either party may end the agreement before the end of a period as well, by giving {months} notice "
            "in writing. Projects that have begun are brought to their end, unless the parties agree "
            "otherwise."
        ),
        "termination_express": (
            "Either party may end the agreement before its time, by giving {months} notice in writing. "
            "Projects that have begun are brought to their end, unless the parties agree otherwise."
        ),
        "amendment": (
            "The agreement is amended only in writing, by both parties. Questions of its meaning or its "
            "carrying out are settled by talks between the parties."
        ),
        "languages": (
            "The agreement is made in these languages: {languages}. All texts are equally authentic. Where "
            "they differ, the parties look for the meaning that reconciles them best."
        ),
        "languages_one": "The agreement is made in one language: {language}.",
        "entry_into_force": (
            "The agreement enters into force on the day on which the second party signs it. Each party "
            "receives a signed copy."
        ),
    },
    aims_are="With this agreement the parties pursue these aims:",
    areas_are="The parties cooperate above all in these areas:",
    years=_years,
    months=_months,
)

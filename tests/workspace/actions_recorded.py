"""The names of all actions that are written into the trail of a place, as the code says them."""

import ast
from pathlib import Path

import jumelage

PACKAGE = Path(jumelage.__file__).parent
#: What concerns no place's members, or has no place: it stands in the trail of the registry only.
NOT_OF_PLACES = frozenset(
    """
    accounts.add_editor accounts.remove_editor accounts.keep accounts.reset_factors accounts.delete
    accounts.end_sessions accounts.sign_up accounts.change_address accounts.add_way accounts.remove_way
    accounts.renew_way accounts.name_passkey
    memberships.keep_association memberships.add_staff memberships.remove_staff
    imports.decide imports.withdraw_decision imports.apply imports.undo imports.merge_places imports.part_places
    places.record places.remove sources.record sources.change
    demonstration.fill demonstration.fill_forum
    partners.change_round partners.collect_again partners.start_drawing partners.stop_drawing partners.choose_drawing
    partners.draw_round
    forum.create_series forum.change_series forum.load forum.forget_people forum.forget_words
    forum.forget_interpreters
    ties.record_figure ties.record_claims ties.repair ties.load_starter
    """.split()  # noqa: SIM905 - easier to keep as words
)
#: Functions that put an app's name before the action's, by the folder in which they are called, with the place of the
#: action's name among their arguments.
SHORT = {
    "agreements": {"log": 0, "_log": 1, "done": 0},
    "commitments": {"log": 0},
    "memberships": {"note": 1, "_note": 1, "_note_of_place": 1, "_decided": 2},
}


def actions_recorded() -> set[str]:
    """Return the names of the actions that places' members may read of."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        if "migrations" not in path.parts:
            app = path.relative_to(PACKAGE).parts[0]
            found |= _in(ast.parse(path.read_text(encoding="utf-8")), app)
    return found - NOT_OF_PLACES


def _in(tree: ast.AST, app: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        texts = {text for argument in node.args for text in _texts(argument)}
        place = SHORT.get(app, {}).get(name)
        if place is not None and len(node.args) > place:
            found |= {f"{app}.{text}" for text in _texts(node.args[place])}
        if name in {
            "record",
            "record_delegation",
            "_record",
            "_note",
            "_save",
            "_write",
        } or name.startswith("_record"):
            named = {
                text
                for keyword in node.keywords
                if keyword.arg == "action"
                for text in _texts(keyword.value)
            }
            found |= {text for text in texts | named if text.startswith(f"{app}.")}
    return found


def _texts(node: ast.AST) -> set[str]:
    """Return the texts that an expression may be: of a choice, both."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return _texts(node.body) | _texts(node.orelse)
    return set()

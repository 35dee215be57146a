"""No action writes without a line in the trail."""

import ast
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import jumelage

PACKAGE = Path(jumelage.__file__).parent
RECORD = ("jumelage.core.audit", "record")
#: Actions that write nothing into the trail, each with the reason.
SILENT = {
    ("jumelage.contacts.actions.lists", "set_mapping"): "about a list that waits, not yet a contact",
    ("jumelage.contacts.actions.lists", "keep_decisions"): "about a list that waits, not yet a contact",
    ("jumelage.ties.removal", "remove_batch"): "a part of undoing an import, which records the whole",
}  # fmt: skip
Name = tuple[str, str]


@dataclass
class Module:
    """What a module defines, and what its names of other modules mean."""

    defined: dict[str, ast.AST] = field(default_factory=dict)
    imported: dict[str, Name] = field(default_factory=dict)


def _modules() -> dict[str, Module]:
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = ("jumelage", *path.relative_to(PACKAGE).with_suffix("").parts)
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if "migrations" not in parts:
            found[name] = _read(ast.parse(path.read_text(encoding="utf-8")))
    return found


def _read(tree: ast.Module) -> Module:
    module = Module()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                module.imported[alias.asname or alias.name] = (node.module, alias.name)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            module.defined[node.name] = node
    return module


MODULES = _modules()
ACTIONS = sorted(
    (name, function)
    for name, module in MODULES.items()
    for function, node in module.defined.items()
    if isinstance(node, ast.FunctionDef)
    and any(getattr(mark, "id", "") == "atomic_action" for mark in node.decorator_list)
)


def _named_in(module: Module, name: str, node: ast.AST) -> set[Name]:
    """Return the functions and classes that a definition names, by the modules that they stand in."""
    found: set[Name] = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            here = (name, part.id) if part.id in module.defined else None
            found.add(here or module.imported.get(part.id, ("", "")))
        elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            package, inner = module.imported.get(part.value.id, ("", ""))
            found.add((f"{package}.{inner}", part.attr))
    return found


def records(action: Name) -> bool:
    """Whether an action names the trail’s own function, or functions that lead to it."""
    seen: set[Name] = set()
    waiting = {action}
    while waiting:
        one = waiting.pop()
        if one == RECORD:
            return True
        module, name = MODULES.get(one[0]), one[1]
        if one in seen or module is None:
            continue
        seen.add(one)
        if name in module.defined:
            waiting |= _named_in(module, one[0], module.defined[name])
        elif name in module.imported:
            waiting.add(module.imported[name])
    return False


def test_the_actions_are_found():
    assert len(ACTIONS) > 100
    assert ("jumelage.ties.actions", "record_claim") in ACTIONS


@pytest.mark.parametrize("action", ACTIONS, ids=".".join)
def test_every_action_is_audited(action):
    assert records(action) != (action in SILENT), SILENT.get(
        action, "it leads to no core.audit.record"
    )


def test_what_is_silent_is_an_action():
    assert set(SILENT) <= set(ACTIONS)

"""Drafts of notes: a template and its values become text; nobody but the person ever sends it.

A person may write templates of their own, so a template is not trusted. Jinja's sandbox alone is
no perfect security, as its own manual says, and cannot stop `'a' * 10**9`. Therefore only the
part of its language is let in that a letter needs: values, conditions and three filters. Nothing
in it repeats, calls, binds or computes, so that no template can take long or grow, and there is
nothing to be killed (decision 0010).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal

from jinja2 import (
    StrictUndefined,
    Template,
    TemplateError,
    TemplateRuntimeError,
    Undefined,
    nodes,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from service.domain.language import Language
from service.domain.notes import Values

Part = Literal[
    "email", "card", "subject", "call", "voicemail", "farewell", "farewell_card", "agency"
]

TEMPLATES: Final = Path(__file__).parent / "templates_notes"
LARGEST: Final = 8 * 1024
DEEPEST: Final = 12
MOST_PARTS: Final = 600
FILTERS: Final = ("lower", "upper", "capitalize")
_LETS_IN: Final = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Const,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Filter,
)
_HINT: Final = (
    "A template knows {{ values }}, {% if %} with elif and else, and the filters"
    f" {', '.join(FILTERS)}."
)


class Unusable(Exception):
    """A template nothing can be made of; `what` says why, in a sentence for its author."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def built_in(part: Part, tongue: Language, values: Values) -> str:
    """One of our own drafts, in the language."""
    return _filled(_own(f"{tongue.code}/{part}.txt"), values)


def render(source: str, values: Values) -> str:
    """The text of a template. Raises `Unusable`."""
    return _filled(_template(source), values)


def check(source: str) -> None:
    """Whether this can be a template at all, whatever the values. Raises `Unusable`."""
    _template(source)


def _filled(template: Template, values: Values) -> str:
    try:
        return tidy(_bounded(template.generate(dict(values))))
    except TemplateError as error:
        raise Unusable(f"The template cannot be filled in: {_said(error)}.") from None
    except (TypeError, NameError):
        # "a" < 3, "a" in 3; and Jinja writes 1e999 as `inf`, which is the name of nothing.
        raise Unusable("The template compares what cannot be compared, like text and 3.") from None


def _template(source: str) -> Template:
    if len(source.encode("utf-8", "replace")) > LARGEST:
        raise Unusable(f"The template is longer than {LARGEST // 1024} kB.")
    try:
        parsed = _environment().parse(source)
        _let_in(parsed)
        return Template.from_code(_environment(), _environment().compile(parsed), {})
    except TemplateError as error:
        raise Unusable(f"The template cannot be read: {_said(error)}.") from None
    except (RecursionError, MemoryError, SyntaxError, ValueError):
        # Too deep for the parser, or a number with more digits than Python reads.
        raise Unusable(f"The template cannot be read: it is too involved. {_HINT}") from None


class _Environment(ImmutableSandboxedEnvironment):
    """A dot asks for a value of a group, and never for a method that Python has beside it."""

    def getattr(self, obj: object, attribute: str) -> object:
        if isinstance(obj, Undefined):
            return super().getattr(obj, attribute)  # says which name is unknown
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return self.undefined(obj=obj, name=attribute)


@cache
def _environment() -> _Environment:
    made = _Environment(
        undefined=StrictUndefined,
        autoescape=False,  # it is text, for a mail and for a pen; pages escape it again
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printed,
    )
    made.globals.clear()
    made.tests.clear()
    made.filters = {name: _filter(made.filters[name]) for name in FILTERS}
    made.intercepted_binops = frozenset(made.default_binop_table)
    return made


@cache
def _own(name: str) -> Template:
    return _template((TEMPLATES / name).read_text("utf-8"))


def _printed(value: object) -> object:
    if isinstance(value, Mapping):
        raise TemplateRuntimeError(f"one of {', '.join(value)} has to be asked for, after a dot")
    return value


def _filter(change: Callable[[object], object]) -> Callable[[object], object]:
    """A filter prints too: of a group it would make text that only Python can read."""
    return lambda value: change(_printed(value))


def _let_in(parsed: nodes.Template) -> None:
    """Raises `Unusable` for whatever else Jinja knows, and for too much of anything."""
    _look(parsed, 0)
    if sum(1 for _ in parsed.find_all(nodes.Node)) > MOST_PARTS:
        raise Unusable(f"The template has more than {MOST_PARTS} parts.")


def _look(node: nodes.Node, depth: int) -> None:
    if not isinstance(node, _LETS_IN):
        raise Unusable(f"The template uses {_named(node)}, which a note has no use for. {_HINT}")
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        raise Unusable(f"The template asks for {node.attr}, which is no value of a note.")
    if isinstance(node, nodes.Filter) and (node.args or node.kwargs or node.name not in FILTERS):
        raise Unusable(f"The template uses the filter {node.name}. {_HINT}")
    if depth > DEEPEST:
        raise Unusable(f"The template is nested more than {DEEPEST} deep.")
    for child in node.iter_child_nodes():
        _look(child, depth + 1)


def _named(node: nodes.Node) -> str:
    return {
        "For": "a loop",
        "Mul": "a multiplication",
        "Pow": "a power",
        "Call": "a call",
        "Getitem": "an item in brackets",
        "Macro": "a macro",
        "Assign": "set",
        "AssignBlock": "set",
    }.get(type(node).__name__, f"“{type(node).__name__.lower()}”")


def _bounded(pieces: Iterator[str]) -> str:
    """The text, so long as it is no longer than a template may be."""
    found, length = [], 0
    for piece in pieces:
        length += len(piece)
        if length > LARGEST:
            raise Unusable(f"The note would be longer than {LARGEST // 1024} kB.")
        found.append(piece)
    return "".join(found)


def tidy(text: str) -> str:
    """As a letter stands: no spaces at the ends of lines, one empty line, one mark at an end."""
    ended = re.sub(r"([?!…？！])[.。]", r"\1", text)  # noqa: RUF001 - Japanese has its own
    lines = "\n".join(line.rstrip() for line in ended.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def _said(error: TemplateError) -> str:
    """What Jinja says of it, on one line and not for ever."""
    return " ".join((error.message or "").split())[:200].rstrip(".")

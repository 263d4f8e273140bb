"""Which rows to show: those of a section, of a unit, or what a search found."""

from __future__ import annotations

from collections.abc import Callable

from desktop.domain.book import Book
from desktop.domain.records import Assignment, Link, Policy, Section

#: From a snapshot to what is shown, in words, and the keys of the tasks and annex rows that are.
Filter = Callable[[Book], tuple[str, frozenset[str]]]


def in_section(key: str) -> Filter:
    """Show the tasks of a section and of those below it, or of a policy, with the annex rows made of them."""

    def matching(book: Book) -> tuple[str, frozenset[str]]:
        below = _sections_below(book, key)
        tasks = {t.key for t in book.tasks if t.section in below or t.policy == key}
        rows = {link.annex_row for link in book.each(Link) if link.task in tasks}
        return _title(book, key), frozenset(tasks | rows)

    return matching


def of_unit(name: str) -> Filter:
    """Show the tasks and annex rows in which a unit has a part."""

    def matching(book: Book) -> tuple[str, frozenset[str]]:
        # Over the assignments once: most rows have several, and asking each row for its own takes three times as long.
        owners = {a.owner for a in book.each(Assignment) if a.name == name}
        policies = {policy.key for policy in book.policies} & owners
        if policies:
            owners.update(t.key for t in book.tasks if t.policy in policies and book.inherited(t))
        return name, frozenset(owners - policies)

    return matching


def of_found(rows: frozenset[str]) -> Filter:
    """Show what a search found; rows stay in sight while they are edited, whatever they then hold."""
    return lambda _book: ("找到的内容", rows)


def _sections_below(book: Book, key: str) -> set[str]:
    found = {key}
    # A section stands after the one above it, so one pass meets every parent first.
    for section in sorted(book.sections, key=lambda s: s.start):
        if section.parent in found:
            found.add(section.key)
    return found


def _title(book: Book, key: str) -> str:
    section = book.find(Section, key)
    if section is not None:
        return section.label + section.title
    policy = book.find(Policy, key)
    return policy.title if policy is not None else "已删除的章节"

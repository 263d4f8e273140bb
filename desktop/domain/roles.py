"""Who leads: the document's own rule applied to one list of units, with a doubt where the rule cannot mean it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.domain.draft import Doubt, LeadRule, LeadRuleKind
from desktop.domain.unit import Mention, Role


def first_leads(
    units: Sequence[Mention], words: str | None
) -> tuple[tuple[Mention, ...], tuple[Doubt, ...]]:
    """Let the first unit lead and the others take part, as the rule in `words` says (排第一为牵头单位).

    Without words it is the clerk who decided so when the document was taken in.
    """
    done = tuple(
        replace(unit, role=Role.LEAD if index == 0 else Role.PARTICIPANT)
        for index, unit in enumerate(units)
    )
    if len(done) < 2 or not (done[0].collective or done[0].open_name):
        return done, ()
    first = done[0].name
    said = (
        f"按“{words}”应由排在首位的“{first}”牵头"
        if words
        else f"按导入时的选择，排在首位的“{first}”应牵头"
    )
    message = f"{said}，但它不是一个单位，请确定牵头单位"
    return done, (Doubt("role", "role.lead_collective", message),)


def divided(units: Sequence[Mention]) -> tuple[Mention, ...]:
    """Where some units of a list lead by name, the others take part; where some take part, the others lead."""
    roles = {unit.role for unit in units}
    if Role.RESPONSIBLE not in roles or len(roles) == 1:
        return tuple(units)
    becomes = Role.PARTICIPANT if Role.LEAD in roles else Role.LEAD
    return tuple(replace(u, role=becomes) if u.role is Role.RESPONSIBLE else u for u in units)


def undivided(units: Sequence[Mention]) -> tuple[Mention, ...]:
    """Without a rule a single unit of a closed list leads; several are responsible together."""
    alone = len(units) == 1 and not units[0].leaves_open and not units[0].open_name
    role = Role.LEAD if alone else Role.RESPONSIBLE
    return tuple(replace(unit, role=role) for unit in units)


def assign_roles(
    units: Sequence[Mention], rule: LeadRule, *, in_force: bool
) -> tuple[tuple[Mention, ...], tuple[Doubt, ...]]:
    """Give roles to a list whose label does not divide lead from participant; what stands beside a name does."""
    if any(unit.role is not Role.RESPONSIBLE for unit in units):
        return divided(units), ()
    if in_force and rule.kind is LeadRuleKind.FIRST_LISTED:
        return first_leads(units, rule.text)
    return undivided(units), ()

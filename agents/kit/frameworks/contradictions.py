"""Contradictions between frameworks: rules that hold the records of one against those of another.

Each rule is a row: two selections and how they meet. Its sentence is under its id in
config/frameworks/synthesis.toml. A rule reports; which side is right is for people to say.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agents.kit.frameworks import selections as every
from agents.kit.frameworks.claims import Claim, Outputs, Select
from agents.kit.frameworks.keyed import field_spec
from agents.kit.frameworks.likeness import alike
from config.catalogue import framework_spec
from config.errors import Locale


@dataclass(frozen=True, slots=True)
class Contradiction:
    rule: str
    left: Claim
    right: Claim

    def say(self, locale: Locale) -> str:
        """What is contradictory, with both sides quoted."""
        left, right = self.left.quote(locale), self.right.quote(locale)
        return framework_spec("synthesis").say(self.rule, locale, left=left, right=right)


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    left: Select
    right: Select
    meet: Callable[[Claim, Claim], bool]

    def find(self, outputs: Outputs) -> Iterator[Contradiction]:
        rights = list(self.right.claims(outputs))
        for left in self.left.claims(outputs):
            for right in rights:
                if self.meet(left, right):
                    yield Contradiction(self.id, left, right)


def contradictions(outputs: Outputs) -> tuple[Contradiction, ...]:
    """Everything that the rules find, in the order of the rules."""
    return tuple(found for rule in RULES for found in rule.find(outputs))


def _same(left: Claim, right: Claim) -> bool:
    return alike(left.text, right.text)


def _always(_left: Claim, _right: Claim) -> bool:
    return True


def _inside(left: Claim, right: Claim) -> bool:
    """Whether the left record stands in the right one."""
    return left.path.startswith(f"{right.path}.")


def _named_by(element: Claim, objective: Claim) -> bool:
    """Whether the objective names the element of 7S, in any of its words."""
    options = field_spec("seven_s", "elements.element").options
    names = next(option.words for option in options if option.id == element.text)
    return any(name in objective.text.casefold() for name in names)


RULES = (
    Rule("strength_without_edge", every.STRENGTH, every.NO_EDGE, _same),
    Rule("weakness_with_edge", every.WEAKNESS, every.EDGE, _same),
    Rule("dog_funded", every.DOG, every.COSTLY_H1, _same),
    Rule("dog_pursued", every.DOG, every.NOW, _same),
    Rule("dog_as_goal", every.DOG, every.OBJECTIVE, _same),
    Rule("offer_dropped", every.DROPPED, every.OFFER, _same),
    Rule("strength_dropped", every.DROPPED, every.STRENGTH, _same),
    Rule("edge_dropped", every.DROPPED, every.EDGE, _same),
    Rule("need_dropped", every.DROPPED, every.UNMET_NEED, _same),
    Rule("served_raised", every.ADDED, every.SERVED_NEED, _same),
    Rule("premium_pressed", every.STRONG_BUYERS, every.PREMIUM_STRENGTH, _always),
    Rule("premium_promised", every.STRONG_BUYERS, every.PREMIUM_OFFER, _always),
    Rule("goal_on_gap", every.WIDE_GAP, every.OBJECTIVE, _named_by),
    Rule("goal_unsourced", every.UNSOURCED, every.OBJECTIVE, _inside),
    Rule("served_first", every.SERVED_NEED, every.NOW, _same),
    Rule("unmet_later", every.EXTREME_NEED, every.LATER, _same),
    Rule("channel_lacking", every.CHANNEL, every.WEAKNESS, _same),
    Rule("refuted_pursued", every.REFUTED, every.NOW, _same),
    Rule("quiet_threat", every.GREAT_THREAT, every.WEAK_PRESSURE, _same),
)

from courses.criteria.facts import Facts
from courses.criteria.leaf import Leaf
from courses.criteria.results import Result, Status
from courses.criteria.tree import Rule


def evaluate(rule: Rule, facts: Facts) -> Result:
    """Met, not yet, or no longer reachable, with a line for each leaf. The order of facts never matters."""
    if isinstance(rule, Leaf):
        line = rule.evaluate(facts)
        return Result(line.status, (line,))
    return _joined([evaluate(part, facts) for part in rule.of], rule.needed)


def completes(result: Result, facts: Facts) -> bool:
    """A rule that asks for nothing, or for lessons of which there are none, is met by taking part, not by having a seat."""
    return result.met and (facts.took_part or any(line.met and line.needed for line in result.lines))


def _joined(children: list[Result], needed: int) -> Result:
    met = sum(child.met for child in children)
    open_ = sum(child.status is Status.NOT_YET for child in children)
    status = Status.MET if met >= needed else Status.NOT_YET if met + open_ >= needed else Status.UNREACHABLE
    return Result(status, tuple(line for child in children for line in child.lines))

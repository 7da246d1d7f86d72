"""Python checks of the pack; each module is imported when one of its checks is first used."""

from __future__ import annotations

from adcheck.checks.base import deferred

CHECKS = [
    *deferred("adcheck_rules.contract.wording", "wording"),
    *deferred("adcheck_rules.contract.payment_term", "payment-term"),
    *deferred("adcheck_rules.contract.limits", "termination-notice", "secondary-scope", "penalty"),
    *deferred("adcheck_rules.contract.references", "cross-reference"),
    *deferred("adcheck_rules.contract.parties", "party-consistency"),
    *deferred("adcheck_rules.contract.amounts", "amount-consistency"),
    *deferred("adcheck_rules.contract.consistency", "date-consistency"),
]

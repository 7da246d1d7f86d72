"""Python checks of the packs outreach and brief; each module is imported when one of its checks is first used."""

from __future__ import annotations

from adcheck.checks.base import deferred

CHECKS = [
    *deferred(
        "adcheck_rules.outreach.conduct",
        "specific-reason",
        "sender",
        "repeated",
        "length",
        "instruction",
        "addressees",
        "schedule",
    ),
    *deferred("adcheck_rules.outreach.stated", "stated", "stated-groups", "part", "part-groups"),
    *deferred("adcheck_rules.outreach.fees", "fee-norm", "commission-rate", "tier", "budget"),
]

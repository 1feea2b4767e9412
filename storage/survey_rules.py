"""The survey rules of a version, built once: versions never change, and building takes its time."""

import json
from collections import OrderedDict

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import rule_versions
from surveys.rules import SurveyRules

KEPT = 32
_built: OrderedDict[str, SurveyRules] = OrderedDict()


async def survey_rules(connection: AsyncConnection, rules_id: int) -> SurveyRules:
    """By the fingerprint of their content, which is the same wherever they are kept."""
    here = rule_versions.c.id == rules_id
    fingerprint = await connection.scalar(select(rule_versions.c.fingerprint).where(here))
    if fingerprint is None:
        return SurveyRules()
    if fingerprint not in _built:
        body = await connection.scalar(select(rule_versions.c.body).where(here))
        whole = json.loads(body) if isinstance(body, str) else body or {}
        _built[fingerprint] = SurveyRules.model_validate(whole.get("surveys", {}))
        if len(_built) > KEPT:
            _built.popitem(last=False)
    return _built[fingerprint]

"""The report as values for JSON: for programs that compare one evaluation with another."""

from typing import Any

from app.evaluation.calibration import Calibration
from app.evaluation.confusion import Confusion, KindFigures
from app.evaluation.measures import Measured, Target
from app.evaluation.report import WORST, Report
from app.evaluation.share import Share

_DIGITS = 4


def as_json(report: Report) -> dict[str, Any]:
    """All figures; what could not be computed is left out."""
    values: dict[str, Any] = {
        "rows": report.rows,
        "judged": report.judged,
        "varieties": report.varieties,
        "measures": {figures.measure.name: _measured(figures) for figures in report.measures},
        "kinds": {figures.kind: _kind(figures) for figures in report.kinds},
        "confusions": {subject: _confusion(confusion) for subject, confusion in report.confusions.items()},
    }
    if report.calibration:
        values["calibration"] = _calibration(report.calibration)
    return values


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval
    return {
        "value": round(share.value, _DIGITS),
        "low": round(low, _DIGITS),
        "high": round(high, _DIGITS),
        "counted": share.counted,
        "number": share.number,
    }


def _judged(share: Share, target: Target | None, one_variety: bool) -> dict[str, Any]:
    if target is None:
        return _share(share)
    bound = "at_most" if target.at_most else "at_least"
    missed = target.missed(share.value, one_variety)
    return {**_share(share), bound: target.limit_of(one_variety), "missed": missed}


def _measured(figures: Measured) -> dict[str, Any]:
    target = figures.measure.target
    varieties = {name: _judged(share, target, one_variety=True) for name, share in figures.varieties.items()}
    return {**_judged(figures.overall, target, one_variety=False), "varieties": varieties}


def _kind(figures: KindFigures) -> dict[str, Any]:
    named = {"found": figures.found, "rightly": figures.rightly}
    return {name: _share(share) for name, share in named.items() if share}


def _confusion(confusion: Confusion) -> dict[str, Any]:
    worst = [
        {"right": right, "answered": answered, "count": len(ids), "ids": ids}
        for right, answered, ids in confusion.worst(WORST)
    ]
    return {"right": _share(confusion.right), "worst": worst, "table": confusion.table()}


def _calibration(calibration: Calibration) -> dict[str, Any]:
    bins = [
        {"from": part.low, "to": part.high, "confidence": round(part.mean_confidence, _DIGITS), **_share(part.right)}
        for part in calibration.bins
    ]
    error = round(calibration.expected_error, _DIGITS)
    return {"number": calibration.number, "expected_error": error, "bins": bins}

"""Wagtail writes its reports into CSV files as they are: a page title that begins with "=" becomes a live formula."""

from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from lms.common.export import safe

_as_wagtail_does = SpreadsheetExportMixin.preprocess_field_value


def _safe_value(view: SpreadsheetExportMixin, field: str, value: Any, export_format: str) -> Any:
    made = _as_wagtail_does(view, field, value, export_format)
    return safe(made) if isinstance(made, str) else made


def make_safe() -> None:
    """The one place that every report's cells pass; a subclass for each would miss the next report."""
    SpreadsheetExportMixin.preprocess_field_value = _safe_value

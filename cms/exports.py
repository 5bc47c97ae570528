"""Wagtail writes its reports into CSV files as they are: a page title that begins with "=" becomes a live formula. And it
writes them as often as somebody asks."""

from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from lms.common.files.export import check_how_often, safe

_as_wagtail_does = SpreadsheetExportMixin.preprocess_field_value
_made_by_wagtail = SpreadsheetExportMixin.as_spreadsheet


def _safe_value(view: SpreadsheetExportMixin, field: str, value: Any, export_format: str) -> Any:
    made = _as_wagtail_does(view, field, value, export_format)
    return safe(made) if isinstance(made, str) else made


def _not_too_often(view: Any, queryset: Any, spreadsheet_format: str) -> Any:
    check_how_often(view.request.user)
    return _made_by_wagtail(view, queryset, spreadsheet_format)


def make_safe() -> None:
    """The one place that every report's cells pass; a subclass for each would miss the next report."""
    SpreadsheetExportMixin.preprocess_field_value = _safe_value
    SpreadsheetExportMixin.as_spreadsheet = _not_too_often

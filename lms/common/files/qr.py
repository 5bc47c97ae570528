"""QR codes as SVG: inline in a page, or as `qr_svg` in a printed document's data."""

from io import BytesIO

import segno
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str, *, title: str = "") -> SafeString:
    """Black on white with its quiet zone, so that it scans in dark mode too; size it by `.qr`.

    Without a title it is hidden from screen readers: the same address must stand beside it as text.
    """
    # Never a Micro QR code, which phone cameras don't read.
    code = segno.make_qr(text, error="m")
    out = BytesIO()
    code.save(out, kind="svg", xmldecl=False, svgclass="qr", lineclass=None, omitsize=True, light="#fff", nl=False)
    svg = out.getvalue().decode()
    label = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true"'
    # segno's own output holds the text only as modules; the title is escaped above.
    return mark_safe(svg.replace("<svg ", f"<svg {label} ", 1))  # noqa: S308

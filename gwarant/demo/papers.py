"""What people of the demo attach: a screenshot and a log, made by code."""

import io
from datetime import datetime, timedelta

from PIL import Image, ImageDraw

WIDE, HIGH = 1200, 720
INK, PAPER, BAR, ALARM, WASH = "#26292e", "#ffffff", "#2f5d8a", "#a4262c", "#fbeceb"


def screenshot(title: str, words: str) -> bytes:
    """A window of an application with an error in it, as PNG."""
    picture = Image.new("RGB", (WIDE, HIGH), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, WIDE, 72), fill=BAR)
    pen.text((32, 22), title, fill=PAPER, font_size=26)
    for row in range(5):
        top = 300 + row * 76
        pen.rectangle((48, top, WIDE - 48, top + 56), outline="#c9ccd1")
        pen.rectangle((72, top + 20, 320 + 90 * (row % 3), top + 36), fill="#dfe2e6")
        pen.rectangle((WIDE - 240, top + 20, WIDE - 72, top + 36), fill="#dfe2e6")
    pen.rectangle((48, 112, WIDE - 48, 252), fill=WASH, outline=ALARM, width=3)
    pen.text((80, 142), "Error 500", fill=ALARM, font_size=30)
    pen.text((80, 192), words, fill=INK, font_size=24)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def log(service: str, now: datetime) -> bytes:
    """Some lines of an application's log that end now."""
    said = ("INFO  request taken", "WARN  pool is full: 40 of 40", "ERROR timeout after 30 s", "INFO  retry 1 of 3")
    lines = [
        f"{now - timedelta(seconds=7 * (40 - one)):%Y-%m-%d %H:%M:%S} {service} {said[one % len(said)]}"
        for one in range(40)
    ]
    return "\n".join(lines).encode() + b"\n"


def letter(*lines: str) -> bytes:
    """A page with these lines (in ASCII), as PDF."""
    said = "".join(f"({one.translate(_QUOTED)}) Tj T* " for one in lines)
    content = f"BT /F1 12 Tf 72 760 Td 20 TL {said}ET".encode("ascii")
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    )
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(parts) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + end


_QUOTED = str.maketrans({"(": "\\(", ")": "\\)", "\\": "\\\\"})

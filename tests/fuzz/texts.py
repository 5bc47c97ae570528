"""What nobody would type, and what somebody will send."""

import unicodedata

TEXTS = {
    "what can't be read": "이웃\x00\x07\x1b[31m회\ud800\udfff",
    "what reads oddly": "\u202egpj.exe\u202c \u200f이웃\u200b회\ufeff 👨\u200d👩\u200d👧🏳\ufe0f\u200d🌈👍🏽 "
    + unicodedata.normalize("NFD", "상무한마음 이웃회 e")
    + "\u0301" * 20,
    "100 kB": "가나다라" * 8_500,
    "nothing to see": "\u3000\u00a0\u2028\u200b",
    "markup": '"\'></textarea></title><script>ran()</script>{{7*7}}{% load x %}%s%(a)s{0}\\\'; -- {"id": "\\ud800"}',
}
NUMBERS = ("-1", "9" * 25, "9" * 5_000, "NaN", "1e309", "１２", "\x00", "0001-01-01", "9999-12-31", "24:00")
CHOICES = ("nobody", "9" * 20, "9" * 5_000, "1\x00\ud800", "")

# In addresses, as a server gets them: NUL, half a character, no character, Hangul in pieces.
IN_PATHS = ("%00", "%ED%A0%80", "%FF%FE", "%E1%84%80%E1%85%A1", "%22%3E%3Cscript%3E", "9" * 5_000)
IN_QUERIES = ("%00%ED%A0%80%FF", "9" * 20, "9" * 5_000, "9999-12-31", "%22%5C%27%3E%25%28*%5B")
PARAMETERS = (
    "q", "page", "month", "day", "next", "visit", "engagement", "state", "show", "group", "kind", "centre", "run",
    "community", "person", "body", "field", "dong", "code", "since", "until",
)  # fmt: skip
HEADERS = ("HTTP_REFERER", "HTTP_ORIGIN", "HTTP_X_FORWARDED_FOR", "HTTP_X_REQUEST_ID", "HTTP_USER_AGENT", "HTTP_COOKIE")
IN_HEADERS = (
    "\x00\xff",
    "x" * 5_000,
    "theme=%00; text=\x07; sessionid=%FF; csrftoken='",
    "http://[::1",
    "999.1.1.1, ::g",
)

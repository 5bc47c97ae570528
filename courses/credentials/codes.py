"""Verification codes: what stands on paper and is typed from it.

Digits and letters without those that are taken for others (i, l, o, u), as in Douglas Crockford's base 32.
"""

import base64
import secrets

BYTES = 15  # 120 bits: nobody finds another's certificate by trying

_AS_WRITTEN = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789abcdefghjkmnpqrstvwxyz")
READ_AS = str.maketrans("ilo", "110")


def new_code() -> str:
    return base64.b32encode(secrets.token_bytes(BYTES)).decode().translate(_AS_WRITTEN)

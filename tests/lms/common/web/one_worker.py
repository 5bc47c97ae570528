"""One of two processes that count together: `python -m tests.lms.common.web.one_worker REDIS PREFIX safe|naive TRIES`.

Prints how many of its tries were let through. `naive` reads, adds and writes, as a counter does that is not one step.
"""

import sys
import time

from django.conf import settings


def main(redis: str, prefix: str, how: str, tries: int) -> None:
    settings.configure(
        CACHES={"default": {"BACKEND": "lms.common.web.cache.PatientRedis", "LOCATION": redis, "KEY_PREFIX": prefix}},
        LIMITS={"verify": (100, 24 * 3600)},
        SECRET_KEY="only-for-tests",
        USE_TZ=True,
    )
    from django.core.cache import cache

    from lms.common import clock
    from lms.common.web import limits

    def naive() -> bool:
        seen = cache.get("naive", 0)
        if seen >= 100:
            return False
        cache.set("naive", seen + 1)
        return True

    print("ready", flush=True)
    sys.stdin.readline()  # both begin together
    passed = 0
    with clock.at(clock.seoul(2026, 11, 23, 9, 30)):
        for _try in range(tries):
            passed += limits.count("verify", "203.0.113.9").until is None if how == "safe" else naive()
            time.sleep(0.0005)
    print(passed)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))

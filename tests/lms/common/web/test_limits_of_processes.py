"""Two workers of a server, each a process of its own, count in one Redis."""

import os
import subprocess
import sys
import uuid

import pytest
import redis
from django.conf import settings

ROOT = settings.BASE_DIR
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")
TRIES, LIMIT = 300, 100


@pytest.fixture
def prefix() -> str:
    try:
        redis.Redis.from_url(REDIS).ping()
    except redis.RedisError:
        if os.environ.get("CI"):
            raise
        pytest.skip("No Redis on this machine; TEST_REDIS_URL names another.")
    return f"test-{uuid.uuid4().hex}"


def passed(prefix: str, how: str) -> list[int]:
    """How many tries each of the two let through."""
    command = [sys.executable, "-m", "tests.lms.common.web.one_worker", REDIS, prefix, how, str(TRIES)]
    workers = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _n in range(2)
    ]
    try:
        for worker in workers:
            assert worker.stdout
            assert worker.stdout.readline() == "ready\n"
        for worker in workers:
            assert worker.stdin
            worker.stdin.write("go\n")
            worker.stdin.flush()
        return [int(worker.communicate(timeout=60)[0]) for worker in workers]
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
        server = redis.Redis.from_url(REDIS)
        for key in server.scan_iter(f"{prefix}*"):
            server.delete(key)


def test_two_processes_let_through_exactly_the_limit(prefix: str) -> None:
    one, other = passed(prefix, "safe")
    assert one + other == LIMIT
    assert min(one, other) > 0


def test_control_two_processes_that_read_and_then_write_let_through_more(prefix: str) -> None:
    assert sum(passed(prefix, "naive")) > LIMIT

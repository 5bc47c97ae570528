from lms import env

DEFAULT = "maeul-demo-2026"


def demo_password() -> str:
    """The password of every demo sign-in: DEMO_PASSWORD, or the one that the README names."""
    return env.text("DEMO_PASSWORD", DEFAULT)

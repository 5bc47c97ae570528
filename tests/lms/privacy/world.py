from typing import Any


def things() -> dict[str, dict[str, Any]]:
    return {"words of the centre": {"purpose": "learning"}}


def no_pages() -> set[str]:
    """In the sample nobody has to be asked again."""
    return {"consents_again"}

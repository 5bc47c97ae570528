"""The walls between topics and rooms stand, and would fall if somebody reached through them."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from tests.architecture import imports
from tests.architecture.imports import ROOT, topic_of

TOPICS_CONTRACT = "Topics import downwards only"
ROOMS_CONTRACT = "Rooms of a topic"
CONTRACTS = [one["name"] for one in imports.options()["contracts"]]
TOPICS = imports.topics()
# Rooms that import one another, the lowest first. Behind them stand `apps` and `wagtail_hooks`.
LAYERS = ("enums", "rules", "models", "queries", "domain", "forms", "views", "urls")
NO_APPS = {
    "lms.urls",  # the composition root, which mounts the topics
    "courses.criteria",  # pure: no row, no page
}

EXCEPTED = {("lms.accounts.rules", "lms.accounts.models")}  # who is staff of what is read from rows

ROOMS = {
    *LAYERS,
    "apps",
    "wagtail_hooks",
    "admin",  # what editors see of it in /cms/
    "checks",  # what `verify` looks for
    "demo_pages",  # its pages in the sample world
    "contacts",  # what counts as a yes to a centre
    "erasure",  # what goes when somebody leaves
    "exports",  # lists as files
    "lists",  # what the office lists, and takes away as files
    "figures",
    "front_page",  # what the front page shows of it
    "hanging",  # what hangs on a completion that may be withdrawn, or on a staff role that ends
    "management",
    "menu",
    "metrics",
    "migrations",
    "notices",
    "office_home",  # what it shows on the office's home
    "own_data",
    "panels",  # its part of somebody's home
    "reading",  # who may read documents of its lessons
    "reference",  # rows that superusers keep in /cms/
    "retention",  # what is destroyed when
    "seals",  # what is sealed each night
    "signal_handlers",
    "signals",
    "templatetags",
    "triggers",
}
# What only this topic has.
OWN_ROOMS = {
    "cms": {
        "admin_labels",
        "admin_search",
        "blocks",
        "foreign_pages",
        "guide",
        "locale",  # sentences of the editors' admin that Wagtail lacks
        "media_forms",
        "middleware",
        "page_forms",
        "people",
        "resident_numbers",
        "unfinished",
    },
    "courses.credentials": {"codes"},
    "courses.criteria": {
        "conditions",
        "evaluate",
        "facts",
        "leaf",
        "leaves",
        "reading",
        "results",
        "sentences",
        "tree",
        "words",
    },
    "courses.runs": {"community_members", "leads_to"},
    "lms.accounts": {
        "whom_to_call",
        "current",
        "data",
        "deed_forms",
        "deeds",
        "find_person",
        "namesakes",
        "official_changes",
        "official_list",
        "requests",
        "sample_people",
    },
    "lms.common": {
        "background",
        "backup",
        "clock",
        "counting",
        "errors",
        "files",
        "integrity",
        "looks",
        "sealing",
        "one_by_one",
        "records",
        "registry",
        "text",
        "ui",
        "web",
    },
    "lms.demo": {
        "bench",
        "bench_urls",
        "data",
        "days",
        "looks",
        "pages",
        "mails",
        "parts",
        "passwords",
        "pictures",
        "progress",
        "serving",
        "world",
    },
    "lms.invitations": {"links", "sending"},
    "lms.notifications": {"mail_tries", "middleware"},
    "lms.privacy": {"consent_texts", "middleware", "registries"},
    "lms.signin": {
        "adapter",
        "address_links",
        "confirm_links",
        "backends",
        "devices",
        "first_password",
        "mails",
        "middleware",
        "passwords",
        "sealing",
        "second_factor",
        "sign_in_log",
        "social",
        "stages",
        "tries",
    },
    "mentoring.corps": {"weekly_hours"},
    "mentoring.matching": {"ranking", "scoring"},
    "mentoring.visits": {"deadlines"},
}


# ── the contracts


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_contract_is_kept(name: str) -> None:
    assert imports.is_kept(name)


@pytest.mark.parametrize(("higher", "lower"), list(pairwise(TOPICS)))
def test_a_topic_that_imports_the_next_higher_breaks_the_contract(higher: str, lower: str) -> None:
    assert not imports.is_kept(TOPICS_CONTRACT, (lower, higher))


def test_a_topic_that_imports_the_rows_of_a_higher_one_breaks_the_contract_and_its_words_do_not() -> None:
    assert not imports.is_kept(TOPICS_CONTRACT, ("mentoring.corps.queries.experts", "mentoring.visits.models"))
    assert imports.is_kept(TOPICS_CONTRACT, ("mentoring.corps.queries.experts", "mentoring.visits.enums"))


def neighbours() -> Iterator[tuple[str, str]]:
    """Each room of each topic, and the next one above it."""
    for topic in TOPICS:
        rooms = [f"{topic}.{room}" for room in LAYERS if f"{topic}.{room}" in imports.graph().modules]
        if "." in topic:  # cms is no container of the contract: its blocks are forms and models in one
            yield from (pair for pair in pairwise(rooms) if pair not in EXCEPTED)


@pytest.mark.parametrize(("lower", "higher"), list(neighbours()))
def test_a_room_that_imports_the_next_higher_breaks_the_contract(lower: str, higher: str) -> None:
    assert not imports.is_kept(ROOMS_CONTRACT, (lower, higher))


def test_a_topic_that_imports_the_root_or_the_sample_data_breaks_the_contract() -> None:
    for forbidden in ("lms.urls", "lms.demo", "lms.settings"):
        assert not imports.is_kept(CONTRACTS[2], ("mentoring.visits.views", forbidden))
    assert not imports.is_kept(CONTRACTS[3], ("lms.common.web.limits", "lms.common.web.views"))


# ── circles


def test_the_modules_have_no_circle() -> None:
    """Nor one of types: what is imported under TYPE_CHECKING counts."""
    assert "exclude_type_checking_imports" not in imports.options()
    edges = imports.imports()
    assert len(edges) > 500
    assert imports.circle(edges) == []
    edges["lms.common.clock"] = {"mentoring.visits.views.expert"}
    assert imports.circle(edges) != []


def words_of(module: str) -> str:
    """Who imports the words of a topic imports them alone, as the contract lets higher ones be imported, too."""
    return module if module.endswith(".enums") else topic_of(module)


def named(path: Path) -> Iterator[str]:
    """Modules that the strings of a file name: "visits.Visit" the topic of that model, "lms.common.web.views.x" itself."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from filter(None, (module_of_label(node.value), module_of_path(node.value)))


def module_of_label(text: str) -> str | None:
    label, dot, model = text.partition(".")
    known = dot and label in apps.app_configs and model.lower() in apps.all_models[label]
    return apps.get_model(text).__module__ if known else None


def module_of_path(text: str) -> str | None:
    """A word alone is none: "cms" is a label, too."""
    while "." in text and text not in imports.graph().modules:
        text = text.rpartition(".")[0]
    return text if "." in text else None


def related() -> Iterator[tuple[str, str]]:
    """By foreign keys, however they are written. Any topic may point at a person: the model of users is a setting
    (AUTH_USER_MODEL), for which Django looks by itself."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields(include_parents=False):
            other = field.related_model
            own = field.is_relation and not field.auto_created and isinstance(other, type)
            if own and other._meta.label != settings.AUTH_USER_MODEL:
                yield model.__module__, other.__module__


def between_topics() -> dict[str, set[str]]:
    """What a machine in `enums` locks stands there as a string, and is of the topic, not of its words."""
    pairs = [(words_of(one), words_of(other)) for one, others in imports.imports().items() for other in others]
    for module in imports.imports():
        pairs += [(topic_of(module), topic_of(other)) for other in named(source_of(module))]
    pairs += [(topic_of(one), topic_of(other)) for one, other in related()]
    edges: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        if one and other and topic_of(one) != topic_of(other):
            edges[one].add(other)
    return edges


def source_of(module: str) -> Path:
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def test_the_topics_have_no_circle_with_what_their_strings_name() -> None:
    edges = between_topics()
    assert imports.circle(edges) == []
    assert "mentoring.corps" in edges["mentoring.coaching"]
    edges["mentoring.corps"].add("mentoring.visits")
    assert imports.circle(edges) != []


@pytest.mark.parametrize(
    ("text", "module"),
    [
        ("visits.Visit", "mentoring.visits.models.visits"),
        ("accounts.centre", "lms.accounts.models.centre"),
        ("wagtailcore.Page", "wagtail.models"),
        ("visits.nothing", None),
    ],
)
def test_a_label_names_the_module_of_its_model(text: str, module: str | None) -> None:
    assert module_of_label(text) == module


def test_a_dotted_path_names_its_module() -> None:
    assert module_of_path("lms.common.web.views.csrf_failure") == "lms.common.web.views"
    assert [module_of_path(text) for text in ("django.forms", "cms", "cms.", "")] == [None] * 4


# ── folders


def test_the_settings_and_the_contract_list_the_same_topics_in_one_order() -> None:
    assert [topic for topic in TOPICS if topic not in NO_APPS] == settings.TOPICS
    assert set(TOPICS) - set(settings.TOPICS) == NO_APPS


def test_every_folder_of_an_app_is_a_topic() -> None:
    """What stands beside them in `lms` is no topic."""
    found = {
        f"{app}.{path.parent.name}"
        for app in ("lms", "courses", "mentoring")
        for path in ROOT.glob(f"{app}/*/__init__.py")
    }
    assert found - {"lms.settings"} == {topic for topic in TOPICS if "." in topic} - {"lms.urls"}


@pytest.mark.parametrize("topic", [topic for topic in TOPICS if topic != "lms.urls"])
def test_a_topic_has_its_tests(topic: str) -> None:
    assert list((ROOT / "tests").joinpath(*topic.split(".")).rglob("test_*.py"))


def pages(topic: str) -> set[str]:
    """Templates that its views name."""
    folder = ROOT.joinpath(*topic.split("."))
    constants = (
        node.value
        for path in (*folder.glob("views.py"), *folder.glob("views/*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return {text for text in constants if text.endswith(".html")}


@pytest.mark.parametrize("topic", [topic for topic in settings.TOPICS if pages(topic)])
def test_a_topic_has_its_templates(topic: str) -> None:
    folder = topic.removeprefix("lms.").replace(".", "/")
    assert [page for page in pages(topic) if page.startswith(f"{folder}/")]
    assert list((ROOT / "templates" / folder).glob("*.html"))


@pytest.mark.parametrize("topic", [topic for topic in TOPICS if topic != "lms.urls"])
def test_a_topic_has_no_room_but_those_that_are_listed(topic: str) -> None:
    found = {path.stem for path in ROOT.joinpath(*topic.split(".")).iterdir() if not path.name.startswith("__")}
    own = OWN_ROOMS.get(topic, set())
    assert found - ROOMS - own == set()
    assert own - found == set()

"""Messages of Django, Wagtail and allauth that this site words itself, named here so that the catalogue keeps them."""

from django.utils.translation import gettext_noop

DJANGO = [
    gettext_noop("Ensure this value is greater than or equal to %(limit_value)s."),
    gettext_noop("Ensure this value is less than or equal to %(limit_value)s."),
    gettext_noop("Enter a number."),
    gettext_noop("Enter a valid date."),
    gettext_noop("Enter a valid email address."),
    gettext_noop("Enter a valid time."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
    gettext_noop("The submitted file is empty."),
    gettext_noop("This field is required."),
]
# What an editor and a reviewer press between a change and its being published.
WAGTAIL = [
    gettext_noop("%(label)s and Publish"),
    gettext_noop("Approve with comment"),
    gettext_noop("Awaiting your review"),
    gettext_noop("More actions"),
    gettext_noop("Request changes"),
    gettext_noop("Submit to %(workflow_name)s"),
    gettext_noop("Toggle checks"),
    gettext_noop("Toggle comments"),
    gettext_noop("Toggle preview"),
    gettext_noop("Toggle status"),
]
ALLAUTH = [
    gettext_noop("Are you sure you want to sign out?"),
    gettext_noop("Bad Token"),
    gettext_noop(
        "Forgotten your password? Enter your email address below, and we'll send you an email allowing you to reset it."
    ),
    gettext_noop("Successfully signed in as %(name)s."),
    gettext_noop("The following email addresses are associated with your account:"),
]

from django.urls import URLPattern, URLResolver, path

from lms.privacy.views import office, own

urlpatterns: list[URLPattern | URLResolver] = [
    path("my/privacy/", own.privacy, name="my_privacy"),
    path("my/privacy/consent/<str:purpose>/", own.consent, name="consent"),
    path("my/privacy/again/", own.consents_again, name="consents_again"),
    path("my/privacy/erase/", own.erase, name="erase_account"),
    path("my/privacy/download/<str:kind>/", own.download, name="download_own"),
    path("office/privacy/", office.office_privacy, name="office_privacy"),
    path("office/privacy/officer/", office.office_officer, name="office_officer"),
    path("office/privacy/officer/site/", office.office_officer_of_site, name="office_officer_of_site"),
    path("office/privacy/<str:purpose>/", office.office_words, name="office_words"),
    path("office/privacy/<str:purpose>/publish/", office.office_words_publish, name="office_words_publish"),
]

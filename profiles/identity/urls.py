"""Found by allauth, and so under /account/. The word "saml" stands where allauth looks for the organisation."""

from django.urls import path

from network.core.later import Later

views = Later("profiles.identity.views")  # with the libraries that read what a provider signed
urlpatterns = [
    path("oidc/", views.oidc_login, name="oidc_login"),
    path("oidc/callback/", views.oidc_callback, name="oidc_callback"),
    path("saml/", views.saml_login, name="saml_login"),
    path("<str:organization_slug>/acs/", views.saml_acs, name="saml_acs"),
    path("<str:organization_slug>/acs/finish/", views.saml_finish_acs, name="saml_finish_acs"),
    path("<str:organization_slug>/metadata/", views.saml_metadata, name="saml_metadata"),
    path("<str:organization_slug>/sls/", views.saml_sls, name="saml_sls"),
]

"""The organisation's own sign-in: OpenID Connect and SAML as allauth's providers, each strict. An app of allauth's.

An account is an issuer and a subject, never an address. allauth finds `provider.py` and `urls.py` by their names.
"""

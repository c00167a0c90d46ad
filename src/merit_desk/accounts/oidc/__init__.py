"""Signing in by the company's OpenID Connect provider: allauth's, with the signature and the nonce always checked."""

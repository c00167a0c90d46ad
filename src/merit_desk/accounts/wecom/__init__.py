"""企业微信 (WeCom) as a way to sign in: a provider of django-allauth, which has none of its own."""

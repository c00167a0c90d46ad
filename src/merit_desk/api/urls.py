"""Addresses of the API, and of the pages about it."""

from django.urls import path

from merit_desk.api.views import reference, token_pages, webhook_pages
from merit_desk.api.views.operations import api

urlpatterns = [
    path("api/v1/", api.urls),
    path("api/", reference.reference, name="api_reference"),
    path("settings/tokens/", token_pages.tokens, name="tokens"),
    path("settings/tokens/new/", token_pages.new_token, name="new_token"),
    path("settings/tokens/<int:number>/revoke/", token_pages.revoke, name="revoke_token"),
    path("settings/webhooks/", webhook_pages.webhooks, name="webhooks"),
    path("settings/webhooks/new/", webhook_pages.new_webhook, name="new_webhook"),
    path("settings/webhooks/<int:number>/", webhook_pages.webhook, name="webhook"),
    path("settings/webhooks/<int:number>/switch/", webhook_pages.switch, name="switch_webhook"),
    path("settings/webhooks/<int:number>/try/", webhook_pages.try_it, name="try_webhook"),
    path("settings/webhooks/<int:number>/remove/", webhook_pages.remove, name="remove_webhook"),
    path("settings/deliveries/<int:number>/again/", webhook_pages.again, name="send_again"),
]

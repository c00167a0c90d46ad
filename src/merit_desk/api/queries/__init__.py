"""Reading for the API: tokens, pages, problems, deliveries."""

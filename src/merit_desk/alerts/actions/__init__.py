"""Looking, telling, sending, and what people do with alerts."""

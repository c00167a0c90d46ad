"""发放: a period's statements approved in steps, frozen, exported, marked as paid."""

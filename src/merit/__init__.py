"""The core of Merit: pure rules from facts to pay. It knows no web framework and no human language."""

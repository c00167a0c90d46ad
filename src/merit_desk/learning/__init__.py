"""Help inside: the tour, plain words, the managers' course."""

"""What a running installation looks like from outside: its files, its state, its proof."""

"""Forms of accounts: the library's with the desk's words, and the desk's own."""

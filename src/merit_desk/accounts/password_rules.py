"""Django's password rules with the desk's words: what to change, in the reader's language."""

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
)

from merit_desk.shell.sentences import say


class LongEnough(MinimumLengthValidator):
    """At least so many characters."""

    def get_error_message(self) -> str:
        """Says how many."""
        return say("accounts.wrong.password_short", least=self.min_length)


class NotCommon(CommonPasswordValidator):
    """Not one of the twenty thousand that are tried first."""

    def get_error_message(self) -> str:
        """Says what to do instead."""
        return say("accounts.wrong.password_common")


class NotOnlyDigits(NumericPasswordValidator):
    """Not a telephone number or a birthday."""

    def get_error_message(self) -> str:
        """Says what to add."""
        return say("accounts.wrong.password_digits")


class NotOneself(UserAttributeSimilarityValidator):
    """Not made of what everybody knows about the person."""

    def get_error_message(self) -> str:
        """Does not say which, as it may stand on a screen that others see."""
        return say("accounts.wrong.password_like_you")

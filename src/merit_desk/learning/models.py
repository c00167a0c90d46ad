"""Who has read which lesson of the managers' course."""

from django.conf import settings
from django.db import models


class Attendance(models.Model):
    """Noted once per account and lesson."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lessons")
    lesson = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "lesson"], name="one_attendance_per_lesson")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.lesson}"

"""The API listens to what the other apps write, since they cannot know of it."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The REST API and webhooks."""

    name = "merit_desk.api"

    def ready(self) -> None:
        """Tell webhooks of entries and jobs; let the worker look after deliveries."""
        from django.db.models.signals import post_save

        from merit_desk.api.actions.asking import forget_answers
        from merit_desk.api.actions.delivering import send_waiting
        from merit_desk.api.actions.telling import tell_of_entry, tell_of_job
        from merit_desk.audit.models import Entry
        from merit_desk.jobs.models import Job
        from merit_desk.operations.actions.tend import also_tend
        from merit_desk.outcomes.actions.answer import note_silence
        from merit_desk.outcomes.actions.planned import release_due
        from merit_desk.recognition.actions.books import write_off_by_the_clock

        post_save.connect(tell_of_entry, sender=Entry, dispatch_uid="api.entry")
        post_save.connect(tell_of_job, sender=Job, dispatch_uid="api.job")
        also_tend(send_waiting)
        also_tend(forget_answers)
        also_tend(release_due)
        also_tend(note_silence)
        also_tend(write_off_by_the_clock)

"""Number series without gaps."""

from django.db import models


class NumberSeries(models.Model):
    """The last number given in a series, for example one office's dossiers of one day."""

    key = models.CharField(max_length=200, unique=True, db_collation="C")
    last = models.BigIntegerField(default=0)
    is_closed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.key}: {self.last}"

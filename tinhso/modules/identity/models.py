"""Accounts."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class Account(AbstractBaseUser):
    """A person's or a business's way in; what it may do follows from posts and roles."""

    username = models.CharField(max_length=150, unique=True, db_collation="C")
    email = models.EmailField(blank=True)
    full_name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    is_staff = False
    is_superuser = False

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = BaseUserManager()

    def __str__(self) -> str:
        return self.username

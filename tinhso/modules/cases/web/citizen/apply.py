"""Apply online."""

from django.http import HttpRequest, HttpResponse


def start(request: HttpRequest, code: str) -> HttpResponse:
    raise NotImplementedError


place = form_step = papers = review = discard = start

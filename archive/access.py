"""Who is reading: a signed-in user or nobody in particular."""

from django.contrib.auth.models import AnonymousUser, User

Reader = User | AnonymousUser

"""Tries to sign in are counted for all processes at once."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core.cache import cache
from django.db import connection

from tests.paths import ROOT
from tests.personas import alice

TRY = """
import django, sys; django.setup()
from django.test import Client
answers = [Client().post("/accounts/login/", {"login": "alice", "password": "wrong"}) for _ in range(3)]
print(["Too many failed" in answer.content.decode() or answer.status_code == 429 for answer in answers])
"""


@pytest.mark.django_db(transaction=True)
def test_wrong_passwords_count_in_whichever_process_they_are_tried() -> None:
    alice()
    cache.clear()
    host, name = connection.settings_dict["HOST"], connection.settings_dict["NAME"]
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://postgres@/{name}?host={host}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "x" * 50,
        "ALLOWED_HOSTS": "testserver",
        "DEBUG": "yes",
    }
    said = [
        subprocess.run(
            [sys.executable, "-c", TRY], check=True, cwd=ROOT, env=environment, capture_output=True, text=True
        ).stdout
        for _ in range(3)
    ]
    cache.clear()
    assert said[0] == "[False, False, False]\n"
    assert said[2] == "[True, True, True]\n"

"""Work in processes of their own, or in this one."""

from __future__ import annotations

import os

import pytest
from pytest_django import Settings

from archive.importing.parallel import Workers
from tests.processes import process_of


@pytest.mark.parametrize("processes", [2, 3])
def test_pieces_come_in_their_order_from_other_processes(settings: Settings, processes: int) -> None:
    settings.IMPORT_PROCESSES = processes
    with Workers() as workers:
        made = list(workers.each(process_of, iter(range(12))))
    assert [piece for piece, _ in made] == [piece for _, (piece, _) in made] == list(range(12))
    first, *others = [process for _, (_, process) in made]
    assert first == os.getpid()
    assert first not in others
    assert len({*others}) <= processes


def test_one_process_is_this_one(settings: Settings) -> None:
    settings.IMPORT_PROCESSES = 1
    with Workers() as workers:
        made = list(workers.each(process_of, range(12)))
    assert made == [(piece, (piece, os.getpid())) for piece in range(12)]

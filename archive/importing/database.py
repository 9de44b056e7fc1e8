"""The database as importing needs it: statements with named parameters, COPY into tables, primary keys, one lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection, transaction

from archive.hooks import storing_ended
from archive.importing import sql

# Serialises the storing step of all imports; parsing goes on beside it.
STORING_LOCK = 0x0705_711


def copy_rows(
    table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, is_storable: bool = False
) -> None:
    """Writes rows with COPY, in binary form; text loses the two things that PostgreSQL cannot hold.

    `is_storable` says that no text among them has any: of rows there can be very many.
    """
    names = ", ".join(f'"{column}"' for column in columns)
    types = column_types(table)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)") as copy,
    ):
        copy.set_types([types[column] for column in columns])
        if is_storable:
            for row in rows:
                copy.write_row(row)
        else:
            for row in rows:
                copy.write_row([storable(value) if type(value) is str else value for value in row])


# How data of binary COPY begins and ends.
COPY_BEGIN = b"PGCOPY\n\xff\r\n\0" + bytes(8)
COPY_END = b"\xff\xff"


def copy_blocks(table: str, columns: Sequence[str], blocks: Iterable[bytes]) -> None:
    """Writes rows that are in the form of binary COPY already."""
    if rows := b"".join(blocks):
        names = ", ".join(f'"{column}"' for column in columns)
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)") as copy,
        ):
            copy.write(COPY_BEGIN + rows + COPY_END)


@cache
def column_types(table: str) -> dict[str, int]:
    """The type, by its oid, of each column of a table."""
    return dict(select(sql.COLUMN_TYPES, table=table))


def storable(text: str) -> str:
    """The text without NULs and lone surrogates."""
    if text.isascii() and "\0" not in text:
        return text
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def next_keys(table: str, count: int) -> list[int]:
    """Primary keys for rows that are about to be written."""
    if not count:
        return []
    return column(sql.NEXT_KEYS, table=table, count=count)


def select(statement: str, **parameters: Any) -> list[tuple[Any, ...]]:
    """The rows that a statement gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement, as_sent(parameters))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def column(statement: str, **parameters: Any) -> list[Any]:
    """The only column of the rows that a statement gives."""
    return [value for (value,) in select(statement, **parameters)]


def execute(statement: str, **parameters: Any) -> int:
    """Runs a statement; the number of rows that it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, as_sent(parameters))
        return int(cursor.rowcount)


def as_sent(parameters: dict[str, Any]) -> dict[str, Any]:
    return {name: as_array(value) for name, value in parameters.items()}


def as_array(value: Any) -> Any:
    """A list of keys as PostgreSQL writes an array: made in a fraction of the time that one for any value takes."""
    if type(value) is list and value and type(value[0]) is int and None not in value:
        return f"{{{','.join(map(str, value))}}}"
    return value


def hold_storing_lock(*, touches_few_rows: bool = True) -> None:
    """Waits until no other import is storing; let go when the transaction ends.

    What is stored then touches few rows among many, while the planner still knows the tables as they were
    before the run: unless told otherwise, it is kept from reading them whole.
    """
    execute(sql.HOLD_STORING_LOCK, lock=STORING_LOCK)
    if touches_few_rows:
        execute(sql.READ_NO_TABLE_WHOLE)


@contextmanager
def storing(*, touches_few_rows: bool = True) -> Iterator[None]:
    """A transaction in which no other import stores. When it is committed, apps do what may take its time."""
    with transaction.atomic():
        hold_storing_lock(touches_few_rows=touches_few_rows)
        yield
    storing_ended.tell()

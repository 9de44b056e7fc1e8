"""Import runs (`archive_importrun`), from wish to end: sources in, counts out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import User
from django.db import DatabaseError, OperationalError, connection
from django.utils import timezone

from archive.hooks import storing_ended
from archive.importing.finishing import join_to_archive, tell_archive, threads_brought_by
from archive.importing.inbox_cursors import begin_behind, keep_reached, note_reached
from archive.importing.list_choice import list_for_source
from archive.importing.parallel import Workers
from archive.importing.problems import problem_of
from archive.importing.run_locks import at_work_on
from archive.importing.sources.batches import batches
from archive.importing.sources.list_ids import NamedLists, only_of, others_in, teach
from archive.importing.sources.neighbour_dates import dated
from archive.importing.sources.resuming import Counted
from archive.importing.storing.search_vectors import Indexing
from archive.importing.storing.store_batch import store_batch
from archive.mail.readers import RawMail, SourceProblem, UnreadableSource, describe_source, read_source
from archive.mail.readers.digests import with_digested
from archive.models import ImportRun, MailingList

RATES_KEPT = 120


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: bytes of sources on disk, mails found."""

    bytes_read: int
    bytes_total: int
    found: int
    source: str


ENDS = {
    ImportRun.Wish.NONE: ImportRun.State.DONE,
    ImportRun.Wish.PAUSE: ImportRun.State.PAUSED,
    ImportRun.Wish.STOP: ImportRun.State.STOPPED,
}
OnProgress = Callable[[Progress], None]
Passed = Callable[[int], None]


def new_run(
    sources: Sequence[Path | str],
    mailing_list: MailingList | None = None,
    started_by: User | None = None,
    *,
    only_list_id: str = "",
    is_delivery: bool = False,
    makes_list: bool = False,
) -> ImportRun:
    return ImportRun.objects.create(
        sources=[str(source) for source in sources],
        mailing_list=mailing_list,
        started_by=started_by,
        only_list_id=only_list_id,
        is_delivery=is_delivery,
        makes_list=makes_list,
    )


def import_sources(
    sources: Sequence[Path | str],
    mailing_list: MailingList | None = None,
    started_by: User | None = None,
    visibility: str = MailingList.Visibility.MEMBERS,
    tell: OnProgress = lambda progress: None,
    *,
    makes_list: bool = False,
) -> ImportRun:
    """Imports sources now. Without a list, each source names its own; `visibility` is for lists made then."""
    run = new_run(sources, mailing_list, started_by, makes_list=makes_list)
    import_into_run(run, visibility, tell)
    return run


def import_into_run(
    run: ImportRun, visibility: str = MailingList.Visibility.MEMBERS, tell: OnProgress = lambda progress: None
) -> None:
    """Does the work of a run. A source that cannot be read is told as a problem; the others go on."""
    run.bytes_total = sum(size_on_disk(Path(source)) for source in run.sources)
    with under_way(run) as workers:
        with Indexing() as indexing:
            import_sources_left(run, visibility, workers, indexing, tell)
            run.threads = len(threads_brought_by([run.pk]))
            run.save(update_fields=["threads"])
            brought = tell_archive(run)
        join_to_archive(run, workers, brought, all_threads=True)


def import_found(
    run: ImportRun,
    mailing_list: MailingList,
    found: Iterable[RawMail | SourceProblem],
    tell: OnProgress = lambda progress: None,
    passed: Passed = lambda offset: None,
) -> None:
    """Does the work of a run whose mail comes from elsewhere than files, and traces the threads that it changed.

    `passed` is called with the offset of the last mail of each batch that is stored.
    """
    with under_way(run) as workers:
        source = str(run.sources[0])
        with Indexing() as indexing:
            with problems_noted(run, source):
                for batch in dated(batches(with_digested(found), mailing_list, timezone.now(), workers)):
                    indexing.add(store_batch(batch, mailing_list, run).written)
                    passed(batch.offset)
                    note_progress(run, 0, batch.now_reading or source, batch.found)
                    tell(Progress(0, 0, run.found, run.now_reading))
            brought = tell_archive(run)
        join_to_archive(run, workers, brought, all_threads=False)


@contextmanager
def under_way(run: ImportRun) -> Iterator[Workers]:
    """Marks a run as it begins and ends, however it ends. Raises WorkedOn when another process has it."""
    with at_work_on(run):
        try:
            begin(run)
            storing_ended.tell()
            with Workers() as workers:
                yield workers
        except KeyboardInterrupt:
            end(run, ImportRun.State.STOPPED)
            raise
        except BaseException as error:
            fail(run, error)
            raise
        end(run, ENDS[ImportRun.Wish(run.wish)])


def import_sources_left(
    run: ImportRun, visibility: str, workers: Workers, indexing: Indexing, tell: OnProgress
) -> None:
    """Reads the sources, from where an earlier part of the run came to, to the end or until a halt is wished."""
    sources = [Path(source) for source in run.sources]
    done = sum(map(size_on_disk, sources[: run.source_number]))
    for source in sources[run.source_number :]:
        import_source(source, run, visibility, workers, indexing, done, tell)
        if run.wish:
            return
        done += size_on_disk(source)
        run.source_number, run.mails_done = run.source_number + 1, 0
        run.save(update_fields=["source_number", "mails_done"])


def begin(run: ImportRun) -> None:
    run.state = ImportRun.State.RUNNING
    run.heard_at = timezone.now()
    run.started_at, run.finished_at, run.wish = run.started_at or run.heard_at, None, ImportRun.Wish.NONE
    run.is_joined = False
    run.save()


def size_on_disk(source: Path) -> int:
    try:
        return describe_source(source).size
    except UnreadableSource:
        return 0


def import_source(
    source: Path,
    run: ImportRun,
    visibility: str,
    workers: Workers,
    indexing: Indexing,
    done: int,
    tell: OnProgress,
) -> None:
    with problems_noted(run, str(source)):
        mailing_list = run.mailing_list or list_for_source(source, visibility)
        found_before = run.found
        counted = Counted(run)
        commits = begin_behind(run, source, mailing_list)
        named = NamedLists()
        mail = with_digested(read_source(source, commits=commits))
        if run.only_list_id:
            mail = only_of(run.only_list_id, mail)
        found = counted.news(named.heard(mail))
        for batch in dated(batches(found, mailing_list, timezone.now(), workers, counted)):
            indexing.add(store_batch(batch, mailing_list, run).written)
            note_progress(run, done + batch.bytes_read, batch.now_reading or str(source), batch.found)
            tell(Progress(run.bytes_read, run.bytes_total, run.found, run.now_reading))
            run.refresh_from_db(fields=["wish"])
            if run.wish:
                return
        note_reached(run, source, commits)
        if (
            run.mailing_list is None
            and run.found == found_before
            and mailing_list.created_at >= run.created_at
        ):
            drop_bare(mailing_list)
        teach(mailing_list, named)
        for sentence in others_in(mailing_list, named):
            problem_of(run, str(source), sentence).save()


@contextmanager
def problems_noted(run: ImportRun, source: str) -> Iterator[None]:
    """A source that cannot be read, or not to its end, becomes a problem of the run."""
    try:
        yield
    except UnreadableSource as problem:
        run.unreadable_sources += 1
        run.save(update_fields=["unreadable_sources"])
        problem_of(run, source, str(problem)).save()


def note_progress(run: ImportRun, bytes_read: int, reading: str, found: int) -> None:
    now = timezone.now()
    if found and run.heard_at:
        seconds = max((now - run.heard_at).total_seconds(), 0.001)
        run.rates = [*run.rates[1 - RATES_KEPT :], round(found / seconds, 1)]
    run.heard_at, run.now_reading = now, reading
    run.bytes_read = max(run.bytes_read, bytes_read)
    run.save(update_fields=["heard_at", "bytes_read", "now_reading", "rates"])


def end(run: ImportRun, state: ImportRun.State) -> None:
    """Marks a run that came to its end, or to where somebody wished it to halt."""
    run.state = state
    run.finished_at = run.heard_at = timezone.now()
    if state == ImportRun.State.DONE:
        run.bytes_read, run.now_reading = run.bytes_total, ""
        keep_reached(run)
    run.threads = len(threads_brought_by([run.pk]))
    if read_nothing(run):
        run.state = ImportRun.State.EMPTY
    run.save()
    if run.state == ImportRun.State.EMPTY and run.makes_list and run.mailing_list:
        drop_bare(run.mailing_list)


def read_nothing(run: ImportRun) -> bool:
    """Whether a run came to its end without any mail: no success, unless earlier runs had read it all."""
    is_done = run.state == ImportRun.State.DONE and run.has_files
    return is_done and not run.found and not run.mails_passed


def drop_bare(mailing_list: MailingList) -> None:
    """Takes a list away that was made for mail which was not there, when nothing else came onto it meanwhile."""
    others = ImportRun.objects.filter(mailing_list=mailing_list).exclude(state=ImportRun.State.EMPTY)
    if not others.exists():
        MailingList.objects.with_nothing().filter(pk=mailing_list.pk).delete()


def fail(run: ImportRun, error: BaseException) -> None:
    """Marks the run, if the database can still be asked. What it stored until then stays: it can be continued."""
    if isinstance(error, OperationalError) and not connection.in_atomic_block:
        connection.close()
    reason = (
        f"The import ended early ({type(error).__name__}: {first_line(error)})."
        " What it counted is stored: continue it, or import the same sources again, to go on from there."
    )
    with suppress(DatabaseError):
        run.state, run.finished_at = ImportRun.State.FAILED, timezone.now()
        run.save(update_fields=["state", "finished_at"])
        problem_of(run, run.now_reading, reason).save()


def first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0]

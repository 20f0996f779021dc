from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from engine.errors import StoreBusy, StoreTooNew, StoreUnusable
from engine.model import Transaction
from engine.storage import DuckStore, open_store
from engine.storage import migrate as migrations
from engine.storage.queries import FOLDER, is_reading, sql_of
from scripts.harness import ROOT

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
TABLES = {
    "analysis", "answer", "answer_result", "candidate", "card", "category_result", "choice", "dimension_result",
    "draft", "evaluation", "job", "migration", "note", "override", "plan", "question", "question_author", "result",
    "resume", "session", "shortlisted", "summary", "tag", "target_job", "timing", "usage",
}  # fmt: skip


def _tables(store: DuckStore) -> set[str]:
    with duckdb.connect() as reader:
        reader.execute(f"attach '{store.path}' as kept (read_only)")
        return {row[0] for row in reader.execute("select table_name from duckdb_tables()").fetchall()}


def test_the_file_and_its_folder_are_made_on_first_start(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "rehearsal.duckdb"
    open_store(path).close()
    assert path.is_file()


def test_the_schema_is_the_expected_one_and_opens_again(tmp_path: Path) -> None:
    store = open_store(tmp_path / "a.duckdb")
    store.close()
    assert _tables(store) == TABLES
    again = open_store(store.path)
    assert [row["number"] for row in again.rows("applied_migrations")] == [
        int(file.name[:4]) for file in sorted(migrations.FOLDER.glob("*.sql"))
    ]
    again.close()


def test_every_named_query_fits_the_schema(store: DuckStore) -> None:
    names = [
        name.rstrip("!")
        for file in FOLDER.glob("*.sql")
        for name in re.findall(r"^-- name: (\S+)", file.read_text(), re.M)
    ]
    assert len(names) == len(set(names)) > 40
    with duckdb.connect() as probe:
        for file in sorted(migrations.FOLDER.glob("*.sql")):
            probe.execute(file.read_text())
        probe.execute(sql_of("create_migrations"))
        for name in names:
            sql = sql_of(name)
            probe.execute(f"explain {sql}", dict.fromkeys(re.findall(r"\$(\w+)", sql)))


def test_an_unknown_query_is_a_mistake_of_ours(store: DuckStore) -> None:
    with pytest.raises(KeyError):
        store.rows("no_such_query")


def test_times_come_back_in_utc(store: DuckStore) -> None:
    binds = {"filename": "a.txt", "content_type": "text/plain", "size": 1, "sha256": "x", "text": "t"}
    store.write(lambda tx: tx.run("insert_resume", id=7, owner="o", candidate_id=1, uploaded_at=NOW, **binds))
    found = store.one("resume_by_id", owner="o", resume_id=7)
    assert found is not None
    assert found["uploaded_at"] == NOW
    assert found["uploaded_at"].tzinfo is UTC


def test_a_failed_transaction_leaves_nothing(store: DuckStore) -> None:
    def half(tx: Transaction) -> None:
        tx.one("insert_candidate", owner="o", name="Ada", created_at=NOW)
        raise LookupError("halfway")

    with pytest.raises(LookupError):
        store.write(half)
    assert store.one("candidate_by_name", owner="o", name="Ada") is None
    store.write(lambda tx: tx.one("insert_candidate", owner="o", name="Bo", created_at=NOW))
    assert store.one("candidate_by_name", owner="o", name="bo") is not None


def test_a_conflict_is_tried_again_from_the_start(store: DuckStore) -> None:
    tries: list[int] = []

    def work(tx: Transaction) -> None:
        tx.one("insert_candidate", owner="o", name="Ada", created_at=NOW)
        tries.append(1)
        if len(tries) < 3:
            raise duckdb.TransactionException("conflict")

    store.write(work)
    assert len(tries) == 3
    row = store.one("session_count_of_candidate", owner="o", candidate_id=1)
    assert row is not None
    with pytest.raises(duckdb.TransactionException):
        store.write(_always_conflicting)


def _always_conflicting(_tx: Transaction) -> None:
    raise duckdb.TransactionException("conflict")


def test_threads_read_their_own_rows_while_others_write(store: DuckStore) -> None:
    wrong: list[object] = []

    def one_person(number: int) -> None:
        name = f"person {number}"
        for _ in range(20):
            store.write(lambda tx: tx.one("insert_candidate", owner=name, name=name, created_at=NOW))
            row = store.one("candidate_by_name", owner=name, name=name)
            if row is None or row["name"] != name:
                wrong.append(row)

    threads = [threading.Thread(target=one_person, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_second_process_is_told_in_a_sentence(store: DuckStore) -> None:
    code = (
        "import sys; from engine.storage import open_store; from engine.errors import StoreBusy\n"
        "try: open_store(sys.argv[1])\n"
        "except StoreBusy as error: print(error.params['path']); sys.exit(7)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(store.path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout.strip()) == (7, str(store.path)), done.stderr
    assert issubclass(StoreBusy, Exception)


def test_a_file_made_at_the_first_schema_opens_with_all_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "yesterday.duckdb"
    first = sorted(migrations.FOLDER.glob("*.sql"))[0]
    with duckdb.connect(str(path)) as direct:
        direct.execute(sql_of("create_migrations"))
        direct.execute(first.read_text(encoding="utf-8"))
        direct.execute("insert into migration values (1, ?, now())", [first.stem])
        direct.execute("insert into candidate (owner, name, created_at) values ('o', 'Ada', now())")
    store = open_store(path)
    assert store.one("candidate_by_name", owner="o", name="Ada") is not None
    store.close()


def test_no_migration_alters_a_table() -> None:
    """See ``engine.storage.migrate``: DuckDB may not read it back after a kill."""
    for file in migrations.FOLDER.glob("*.sql"):
        assert not re.search(r"\balter\b", re.sub(r"--.*", "", file.read_text(encoding="utf-8")), re.IGNORECASE)


def test_a_file_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "newer.duckdb"
    open_store(path).close()
    with duckdb.connect(str(path)) as direct:
        direct.execute("insert into migration values (9000, 'from the future', now())")
    with pytest.raises(StoreTooNew):
        open_store(path)
    with duckdb.connect(str(path)) as direct:
        assert direct.execute("select max(number) from migration").fetchall() == [(9000,)]


@pytest.mark.parametrize("content", [b"not a database, only some text that is long enough", b"\0" * 5000])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.duckdb"
    path.write_bytes(content)
    with pytest.raises(StoreUnusable):
        open_store(path)
    assert path.read_bytes() == content


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreUnusable):
        open_store(tmp_path / "file" / "rehearsal.duckdb")


def test_a_closed_store_is_not_reachable(tmp_path: Path) -> None:
    store = open_store(tmp_path / "a.duckdb")
    assert store.is_reachable
    store.close()
    store.close()
    assert not store.is_reachable


def test_a_file_opens_after_its_first_process_was_killed(tmp_path: Path) -> None:
    """Everything since the tables were made is in the log then, and has to be read back from it."""
    database = tmp_path / "rehearsal.duckdb"
    code = (
        "import os, signal, sys\n"
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from engine.storage import open_store\n"
        "store = open_store(Path(sys.argv[1]))\n"
        "binds = dict(owner='o', name='Ada', created_at=datetime.now(UTC))\n"
        "store.write(lambda tx: tx.one('insert_candidate', **binds))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(database)], cwd=ROOT, timeout=60)
    assert done.returncode == -signal.SIGKILL
    again = open_store(database)
    assert again.one("candidate_by_name", owner="o", name="Ada") is not None
    again.close()


def test_pieces_that_share_a_transaction_do_not_share_their_failures(store: DuckStore) -> None:
    """Some fail before they write, some after, and each hears of its own failure alone."""
    together = threading.Barrier(24)
    heard: dict[int, str] = {}

    def piece(number: int) -> None:
        def work(tx: Transaction) -> int:
            if number % 3 == 1:
                raise LookupError(f"before {number}")
            tx.one("insert_candidate", owner="o", name=f"name {number}", created_at=NOW)
            if number % 3 == 2:
                raise LookupError(f"after {number}")
            return number

        together.wait(timeout=20)
        try:
            heard[number] = f"kept {store.write(work)}"
        except LookupError as error:
            heard[number] = str(error)

    threads = [threading.Thread(target=piece, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    words = ("kept", "before", "after")
    assert heard == {number: f"{words[number % 3]} {number}" for number in range(24)}
    kept = {number for number in range(24) if store.one("candidate_by_name", owner="o", name=f"name {number}")}
    assert kept == set(range(0, 24, 3))


def test_more_pieces_than_one_transaction_takes_are_all_done(store: DuckStore) -> None:
    count = 150
    held = threading.Event()
    done: list[int] = []

    def first(tx: Transaction) -> None:
        held.wait(timeout=20)

    def piece(number: int) -> None:
        done.append(store.write(lambda tx: tx.one("insert_candidate", owner="o", name="n", created_at=NOW))["id"])  # type: ignore[index]

    threads = [threading.Thread(target=store.write, args=(first,))]
    threads += [threading.Thread(target=piece, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    held.set()
    for thread in threads:
        thread.join(timeout=30)
    assert len(set(done)) == count


def test_a_query_that_inserts_is_no_reading_one() -> None:
    assert is_reading("resume_by_id")
    assert is_reading("session_page")
    assert not is_reading("insert_candidate")
    assert not is_reading("set_status")

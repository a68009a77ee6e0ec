"""Imports beside a raw bulk insert of the same rows, in turns, on one database.

Usage: imports.py SAXAUL FILE ROUNDS [postgres]
With the last word on PostgreSQL at SAXAUL_TEST_POSTGRES_URL, else on SQLite.
Prints lines of Markdown.

The import is timed from the mapping of the columns to the moment when its totals can be queried: every row is read,
checked, compared with the books, computed and then written with its line, and the sums are moved. The raw insert then
writes the very rows that the import has left in `activity_records` and `inventory_lines`, taken from memory, into
empty tables of the same columns, indexes, checks and foreign keys, in one transaction with the same durability, and
without the triggers that guard closed years: Python's sqlite3 with one prepared statement for each table, or
PostgreSQL's binary COPY.
"""

import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

from console import Server, sites_of

TABLES = ("activity_records", "inventory_lines")
# Rows that those tables point at; written before the clock starts.
POINTED_AT = ("organisations", "boundary_units", "inventories")

saxaul, path, rounds = os.path.abspath(sys.argv[1]), sys.argv[2], int(sys.argv[3])
postgres = os.environ["SAXAUL_TEST_POSTGRES_URL"] if sys.argv[4:] == ["postgres"] else None


def raw_sqlite(server):
    """Seconds that SQLite needs for the same rows."""
    source = sqlite3.connect(server.path)
    rows = {table: source.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall() for table in TABLES + POINTED_AT}
    names = ", ".join(f"'{table}'" for table in rows)
    schema = source.execute(f"SELECT sql FROM sqlite_master WHERE tbl_name IN ({names}) AND type IN ('table', 'index') AND sql IS NOT NULL ORDER BY type DESC").fetchall()
    source.close()
    raw = sqlite3.connect(f"{server.folder.name}/raw.db", isolation_level=None)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("PRAGMA cache_size = -16000")
    for (statement,) in schema:
        raw.execute(statement)

    def insert(table):
        marks = ", ".join("?" * len(rows[table][0]))
        raw.executemany(f"INSERT INTO {table} VALUES ({marks})", rows[table])

    for table in POINTED_AT:
        insert(table)
    raw.execute("PRAGMA foreign_keys = ON")
    began = time.perf_counter()
    raw.execute("BEGIN")
    for table in TABLES:
        insert(table)
    raw.execute("COMMIT")
    seconds = time.perf_counter() - began
    raw.close()
    return seconds, sum(len(rows[table]) for table in TABLES)


def psql(url, *commands):
    """Runs commands of psql, each its own."""
    arguments = [part for command in commands for part in ("-c", command)]
    run = subprocess.run(["psql", "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", url, *arguments], check=True, capture_output=True, text=True)
    return run.stdout.strip()


def database(name):
    """The URL of another database of the same server."""
    return urllib.parse.urlunsplit(urllib.parse.urlsplit(postgres)._replace(path=f"/{name}"))


def fresh(name):
    """A new, empty database."""
    psql(postgres, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    return database(name)


def raw_postgres(source, folder):
    """Seconds that PostgreSQL needs for the same rows by COPY."""
    target = fresh("bench_raw")
    subprocess.run([saxaul, "migrate"], check=True, env=dict(os.environ, SAXAUL_DATABASE_URL=target), cwd=folder, stdout=subprocess.DEVNULL)
    for table in POINTED_AT + TABLES:
        psql(source, f"\\copy {table} TO '{folder}/{table}.bin' (FORMAT binary)")
    for table in POINTED_AT:
        psql(target, f"\\copy {table} FROM '{folder}/{table}.bin' (FORMAT binary)")
    psql(target, *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in TABLES), "CHECKPOINT")
    copies = [f"\\copy {table} FROM '{folder}/{table}.bin' (FORMAT binary)" for table in TABLES]
    began = time.perf_counter()
    psql(target, "BEGIN", *copies, "COMMIT")
    seconds = time.perf_counter() - began
    return seconds, sum(int(psql(target, f"SELECT COUNT(*) FROM {table}")) for table in TABLES)


imports, checks, raws, peaks = [], [], [], []
for _ in range(rounds):
    url = fresh("bench_import") if postgres else None
    with Server(saxaul, url, SAXAUL_RATE_COST_BURST="0") as server, tempfile.TemporaryDirectory(prefix="saxaul-raw-") as folder:
        server.sign_up()
        server.add_sites(sites_of(path))
        checked, whole, done = server.import_file(path)
        peaks.append(server.memory_mib("VmHWM"))
        server.stop()
        seconds, rows = raw_postgres(url, folder) if postgres else raw_sqlite(server)
    checks.append(checked)
    imports.append(whole)
    raws.append(seconds)

kind = "PostgreSQL" if postgres else "SQLite"
count = done["rowsTotal"]
whole, raw = statistics.median(imports), statistics.median(raws)
how = "COPY, binary" if postgres else "prepared statements"
print(f"| {kind}: import of {count:,} rows, checked, computed, explained, queryable | {whole:.2f} s | {count / whole:,.0f} rows/s; checking is {statistics.median(checks):.2f} s of it; {done['rowsImported']:,} imported, {done['rowsRefused']:,} refused; memory at most {max(peaks):.0f} MiB |")
print(f"| {kind}: raw bulk insert of the {rows:,} rows it left behind ({how}) | {raw:.2f} s | the import takes {whole / raw:.1f} times as long (limit 4) |")

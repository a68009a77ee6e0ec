"""The ledger beside what the databases do by themselves, in turns: A B C … A B C …, medians of the rounds.

Usage: ledger.py SAXAUL HELPER CLIENTS SECONDS ROUNDS
Prints lines of Markdown. Gifts go through HTTP, GraphQL and the check of a token; each is answered after its commit is
on the disk, on both databases. The yardsticks are on the same disk, durable as well:

- pgbench calls one server-side function a transaction that inserts a transfer with a unique key, two entries, and
  moves two balances; with as many clients as the gifts have;
- SQLite by Python's sqlite3, in WAL with synchronous = FULL, does the same in one transaction a transfer.
"""

import json
import os
import random
import re
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid

saxaul, helper = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
clients, seconds, rounds = int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
here = os.path.dirname(os.path.abspath(__file__))
MEMBERS, POINTS = 4000, 1_000_000
work = tempfile.mkdtemp(prefix="saxaul-ledger-", dir=os.environ.get("TMPDIR", "/tmp"))
os.chmod(work, 0o755)
running = []


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Postgres:
    """A durable cluster of the bench's own."""

    def __init__(self):
        bins = sorted(os.path.join("/usr/lib/postgresql", name, "bin") for name in os.listdir("/usr/lib/postgresql"))
        self.bin, self.port, self.data = bins[-1], free_port(), f"{work}/pg"
        os.makedirs(self.data)
        self.as_owner = []
        if os.getuid() == 0:
            shutil.chown(self.data, "postgres")
            os.chmod(self.data, 0o700)
            self.as_owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"]
        self.run("initdb", "-D", self.data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C")
        options = f"-c listen_addresses=127.0.0.1 -p {self.port} -k {self.data} -c max_connections=200 -c shared_buffers=256MB"
        self.run("pg_ctl", "-D", self.data, "-l", f"{self.data}/log", "-w", "-o", options, "start")

    def run(self, program, *arguments):
        subprocess.run([*self.as_owner, f"{self.bin}/{program}", *arguments], check=True, cwd="/tmp", stdout=subprocess.DEVNULL)

    def url(self, name="postgres"):
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}"

    def sql(self, text, name="postgres"):
        subprocess.run([f"{self.bin}/psql", "-q", "-v", "ON_ERROR_STOP=1", self.url(name), "-c", text], check=True, stdout=subprocess.DEVNULL)

    def stop(self):
        self.run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")


YARDSTICK = f"""
CREATE TABLE account (id int PRIMARY KEY, balance bigint NOT NULL CHECK (balance >= 0));
CREATE TABLE transfer (id bigserial PRIMARY KEY, key uuid NOT NULL UNIQUE, at timestamptz NOT NULL DEFAULT now());
CREATE TABLE entry (transfer bigint NOT NULL, account int NOT NULL, amount bigint NOT NULL, PRIMARY KEY (transfer, account));
INSERT INTO account SELECT n, {POINTS * 1000} FROM generate_series(1, {MEMBERS}) n;
CREATE FUNCTION give(giver int, receiver int, amount bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE made bigint;
BEGIN
  INSERT INTO transfer (key) VALUES (gen_random_uuid()) RETURNING id INTO made;
  PERFORM 1 FROM account WHERE id IN (giver, receiver) ORDER BY id FOR UPDATE;
  UPDATE account SET balance = balance - amount WHERE id = giver;
  UPDATE account SET balance = balance + amount WHERE id = receiver;
  INSERT INTO entry VALUES (made, giver, -amount), (made, receiver, amount);
  RETURN made;
END $$;
"""


def pgbench(postgres, hot):
    giver = "\\set a 1" if hot else f"\\set a random(1, {MEMBERS})"
    script = f"{work}/{'hot' if hot else 'cold'}.sql"
    with open(script, "w", encoding="utf-8") as file:
        file.write(f"{giver}\n\\set d random(1, {MEMBERS - 1})\n\\set b 1 + (:a + :d - 1) % {MEMBERS}\nSELECT give(:a, :b, 1);\n")
    command = ["pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(seconds), "-f", script, postgres.url("yardstick")]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return float(re.search(r"tps = ([\d.]+)", output).group(1))


def sqlite_alone(turn):
    """One fsynced transaction a transfer, one writer, no server."""
    database = sqlite3.connect(f"{work}/alone-{turn}.db", isolation_level=None)
    database.executescript(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
        "CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL CHECK (balance >= 0));"
        "CREATE TABLE transfer (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, at TEXT NOT NULL);"
        "CREATE TABLE entry (transfer INTEGER NOT NULL, account INTEGER NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY (transfer, account)) WITHOUT ROWID;")
    database.execute("BEGIN")
    database.executemany("INSERT INTO account VALUES (?, ?)", ((n, POINTS * 1000) for n in range(MEMBERS)))
    database.execute("COMMIT")
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        giver, receiver = random.sample(range(MEMBERS), 2)
        database.execute("BEGIN IMMEDIATE")
        made = database.execute("INSERT INTO transfer (key, at) VALUES (?, datetime())", (uuid.uuid4().hex,)).lastrowid
        database.execute("UPDATE account SET balance = balance - 1 WHERE id = ?", (giver,))
        database.execute("UPDATE account SET balance = balance + 1 WHERE id = ?", (receiver,))
        database.execute("INSERT INTO entry VALUES (?, ?, -1), (?, ?, 1)", (made, giver, made, receiver))
        database.execute("COMMIT")
        done += 1
    rate = done / (time.perf_counter() - began)
    database.close()
    return rate


class Server:
    """The program on one database, with members who hold tokens."""

    def __init__(self, name, database):
        self.name, self.port, self.turn = name, free_port(), 0
        self.folder = f"{work}/{name}"
        os.makedirs(self.folder)
        self.environment = dict(
            os.environ, SAXAUL_LISTEN=f"127.0.0.1:{self.port}", SAXAUL_DATABASE_URL=database, SAXAUL_DATA_FOLDER=self.folder,
            SAXAUL_FILES_URL=f"file:{self.folder}/files", SAXAUL_SECRET="the secret of a bench that keeps nothing", SAXAUL_LOG="error",
            SAXAUL_RATE_COST_BURST="0", SAXAUL_ACCESS_TOKEN_SECONDS="86400")
        self.tokens = f"{self.folder}/tokens"
        self.help("prepare", MEMBERS, POINTS, self.tokens)
        self.process = subprocess.Popen([saxaul, "serve"], env=self.environment, cwd=self.folder, stdout=subprocess.DEVNULL)
        running.append(self)
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz").read()
                break
            except OSError:
                time.sleep(0.05)

    def help(self, *arguments):
        command = [helper, *map(str, arguments)]
        return subprocess.run(command, check=True, env=self.environment, cwd=self.folder, capture_output=True, text=True).stdout

    def gifts(self, hot=False):
        self.turn += 1
        environment = dict(os.environ, LEDGER_TOKENS=self.tokens, LEDGER_RUN=f"{self.turn}", LEDGER_HOT="1" if hot else "0")
        command = ["wrk", "-t2", f"-c{clients}", f"-d{seconds}s", "-s", f"{here}/ledger.lua", f"http://127.0.0.1:{self.port}"]
        output = subprocess.run(command, check=True, env=environment, capture_output=True, text=True)
        good, bad, duration_us, p99_us = map(int, re.search(r"RESULT (\d+) (\d+) (\d+) (\d+)", output.stdout).groups())
        if bad:
            sys.exit(f"{bad} gifts were refused: {output.stderr}")
        return good / (duration_us / 1e6), p99_us / 1000

    def bulk(self, lanes):
        posted, took = self.help("bulk", seconds, lanes).split()
        return int(posted) / float(took)

    def check(self):
        said = subprocess.run([saxaul, "ledger", "check"], env=self.environment, cwd=self.folder, capture_output=True, text=True)
        if said.returncode:
            sys.exit(f"the books of {self.name} are not sound:\n{said.stdout}{said.stderr}")
        return said.stdout

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


def say(*words):
    print(*words, file=sys.stderr, flush=True)


def row(what, values, yardstick, aim, note=""):
    measured = statistics.median(values)
    if yardstick is None:
        print(f"| {what} | {measured:,.0f} /s | {note} |")
        return
    turns = [a / b for a, b in zip(values, yardstick)]
    print(f"| {what} | {measured:,.0f} /s | {statistics.median(turns):.2f} × (turns {min(turns):.2f} to {max(turns):.2f}; aim {aim}){note} |")


postgres = Postgres()
try:
    postgres.sql("CREATE DATABASE yardstick")
    postgres.sql("CREATE DATABASE saxaul")
    for statement in [YARDSTICK]:
        postgres.sql(statement, "yardstick")
    on_postgres = Server("postgres", postgres.url("saxaul"))
    on_sqlite = Server("sqlite", f"sqlite://{work}/saxaul.db")
    series = {}

    def turn(name, measure):
        value = measure()
        rate, p99 = value if isinstance(value, tuple) else (value, None)
        series.setdefault(name, []).append(rate)
        if p99 is not None:
            series.setdefault(f"{name} p99", []).append(p99)
        say(f"    {name}: {rate:,.0f} /s")

    # Warm caches on all sides, counted nowhere.
    on_postgres.gifts()
    on_sqlite.gifts()
    for number in range(rounds):
        say(f"    round {number + 1} of {rounds}")
        turn("pgbench", lambda: pgbench(postgres, False))
        turn("postgres", on_postgres.gifts)
        turn("pgbench hot", lambda: pgbench(postgres, True))
        turn("postgres hot", lambda: on_postgres.gifts(True))
        turn("alone", lambda: sqlite_alone(number))
        turn("sqlite", on_sqlite.gifts)
        turn("sqlite hot", lambda: on_sqlite.gifts(True))
        turn("postgres bulk", lambda: on_postgres.bulk(2))
        turn("sqlite bulk", lambda: on_sqlite.bulk(1))
    checked = "".join(server.check() for server in running)
    transactions = sum(map(int, re.findall(r"(\d+) transactions", checked)))

    def p99(name):
        return f"; p99 {statistics.median(series[f'{name} p99']):.0f} ms"

    print(f"Gifts between {MEMBERS:,} members of one company through GraphQL over HTTP with a token, {clients} connections of wrk, each answered after its")
    print("commit is on the disk. Every gift writes a chained transaction, its entries, balances, lots, the month's sums and an event. The yardsticks write a")
    print(f"transfer, two entries and two balances, on the same disk and as durable. {rounds} rounds in turns of {seconds} s on one machine: client, server and database")
    print(f"share its cores. Afterwards `saxaul ledger check` found all {transactions:,} transactions sound.")
    print()
    print("| what | median | beside the yardstick of the same turn |")
    print("|---|---|---|")
    row("pgbench, one server-side function a transfer", series["pgbench"], None, None, f"{clients} clients, yardstick")
    row("gifts on PostgreSQL, any account", series["postgres"], series["pgbench"], "0.5", p99("postgres"))
    row("pgbench, all from one row", series["pgbench hot"], None, None, f"{clients} clients, yardstick")
    row("gifts on PostgreSQL, all from one account", series["postgres hot"], series["pgbench hot"], "1", p99("postgres hot"))
    row("SQLite alone, one fsynced transaction a transfer", series["alone"], None, None, "one writer, yardstick")
    row("gifts on SQLite, any account", series["sqlite"], series["alone"], "1.5", p99("sqlite"))
    row("gifts on SQLite, all from one account", series["sqlite hot"], series["alone"], "1.5", p99("sqlite hot"))
    row("postings in bulk on PostgreSQL, 1,000 a commit, two companies", series["postgres bulk"], None, None, "aim 50,000, below the API")
    row("postings in bulk on SQLite, 1,000 a commit, one company", series["sqlite bulk"], None, None, "aim 50,000, below the API")
    with open(os.path.join(here, "..", "..", "target", "bench", "ledger.json"), "w", encoding="utf-8") as file:
        json.dump({"clients": clients, "seconds": seconds, "series": series}, file, indent=1)
finally:
    for server in running:
        server.stop()
    postgres.stop()
    shutil.rmtree(work, ignore_errors=True)

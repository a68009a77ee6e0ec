"""The nested list beside the same rows serialised by hand in a bare actix handler, in turns, on one PostgreSQL.

Usage: nested.py SAXAUL BARE ROUNDS SECONDS, on PostgreSQL at SAXAUL_TEST_POSTGRES_URL.
Prints lines of Markdown. 50 inventories × 20 lines with site and factor. Ours is asked over /graphql with sign-in,
tenant filter, row-level security, cost limit and rate budget on; the bare handler runs one joined statement and has none
of these. wrk keeps 16 connections busy; both answers are compared, value by value, before.
"""

import csv
import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

from console import Server

saxaul, bare, rounds, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
postgres = os.environ["SAXAUL_TEST_POSTGRES_URL"]
CONNECTIONS = 16
VERSIONS = 25

QUERY = """query Nested { inventories(first: 50) { edges { node { id year version state lines(first: 20) { edges { node {
    id siteName scope category co2eKg status
    factor { id name publisher dataset version year region unit } } } } } } } }"""


def psql(url, command):
    run = subprocess.run(["psql", "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", url, "-c", command], check=True, capture_output=True, text=True)
    return run.stdout.strip()


def sample(folder):
    """Two years of a plant: every monthly bill, and of the daily readings one a month."""
    generated = subprocess.run([saxaul, "generate", "--rows", "15000", "--seed", "1"], check=True, capture_output=True, text=True).stdout
    lines = list(csv.reader(generated.splitlines()))
    kept = [row for row in lines[1:] if row[0] == "Plant 1" and (row[4] != row[5] or row[4].endswith("-15"))]
    path = f"{folder}/sample.csv"
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([lines[0], *kept])
    return path


def add_versions(server):
    """Hands each year in and reopens it until there are 50 inventories."""
    for year in (2023, 2024):
        identity = server.graphql("query ($year: Int!) { currentInventory(year: $year) { id } }", year=year)["currentInventory"]["id"]
        for _ in range(VERSIONS - 1):
            server.graphql("mutation ($id: ID!) { inventorySubmit(id: $id) { inventory { id } userErrors { message } } }", id=identity)
            document = """mutation ($id: ID!) { inventoryReopen(id: $id, reason: "bench") {
                inventory { id } userErrors { message } } }"""
            identity = server.graphql(document, id=identity)["inventoryReopen"]["inventory"]["id"]


def load(address, script):
    """Requests a second, the 99th percentile in ms, and how many answers were no success."""
    command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", *(["-s", script] if script else []), address]
    out = subprocess.run(command, check=True, capture_output=True, text=True, timeout=seconds + 60).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])
    figure, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", out).groups()
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    return rate, float(figure) * {"us": 0.001, "ms": 1, "s": 1000}[unit], int(bad[1]) if bad else 0


database = urllib.parse.urlunsplit(urllib.parse.urlsplit(postgres)._replace(path="/bench_nested"))
psql(postgres, "DROP DATABASE IF EXISTS bench_nested")
psql(postgres, "CREATE DATABASE bench_nested")
# The budget stays on; it is only so large that one caller may ask without pause.
budget = {"SAXAUL_RATE_COST_BURST": "1000000000000", "SAXAUL_RATE_COST_PER_SECOND": "1000000000000"}
with Server(saxaul, database, **budget) as server, tempfile.TemporaryDirectory(prefix="saxaul-nested-") as folder:
    idle = server.idle_mib
    server.sign_up()
    server.add_sites(["Plant 1"])
    server.import_file(sample(folder))
    add_versions(server)
    psql(database, "VACUUM ANALYZE")
    organisation = psql(database, "SELECT id FROM organisations")

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    other = subprocess.Popen([bare, f"127.0.0.1:{port}", database, organisation])
    try:
        for _ in range(200):
            try:
                line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                line.request("GET", "/")
                by_hand = json.loads(line.getresponse().read())["data"]
                break
            except OSError:
                time.sleep(0.05)
        ours = server.graphql(QUERY)
        rows = sum(len(edge["node"]["lines"]["edges"]) for edge in ours["inventories"]["edges"])
        if ours != by_hand or len(ours["inventories"]["edges"]) != 50 or rows != 1000:
            sys.exit(f"the two answers differ, or are not 50 × 20 rows ({rows})")

        script = f"{folder}/post.lua"
        with open(script, "w", encoding="utf-8") as file:
            file.write('wrk.method = "POST"\n')
            file.write(f"wrk.body = {json.dumps(json.dumps({'query': QUERY}))}\n")
            for name, value in (("Content-Type", "application/json"), ("Accept", "application/json"), ("Authorization", f"Bearer {server.token}")):
                file.write(f"wrk.headers[{json.dumps(name)}] = {json.dumps(value)}\n")
        theirs_at, ours_at = f"http://127.0.0.1:{port}/", f"http://127.0.0.1:{server.port}/graphql"
        results = {theirs_at: [], ours_at: []}
        for turn in range(rounds + 1):
            for address, using in ((theirs_at, None), (ours_at, script)):
                measured = load(address, using)
                if measured[2]:
                    sys.exit(f"{address}: {measured[2]} answers were refused")
                # The first turn warms both up.
                if turn > 0:
                    results[address].append(measured)
        after = server.memory_mib()
    finally:
        other.terminate()
        other.wait(10)

median = lambda address, index: statistics.median(result[index] for result in results[address])
ratio = median(ours_at, 0) / median(theirs_at, 0)
print(f"| by hand in a bare actix handler | {median(theirs_at, 0):.0f} requests/s | p99 {median(theirs_at, 1):.0f} ms |")
print(f"| over `/graphql`, signed in, tenant filter, row-level security, limits on | {median(ours_at, 0):.0f} requests/s | p99 {median(ours_at, 1):.0f} ms |")
print(f"| ratio | {ratio:.2f} | at least 0.4 |")
print(f"| memory idle; after the load | {idle:.0f} MiB; {after:.0f} MiB | at most 40 and 110 |")

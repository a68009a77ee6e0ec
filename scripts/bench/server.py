"""The server on one file: import beside a raw bulk insert of the same rows, the overview, memory.

Usage: server.py SAXAUL FILE [DATABASE_URL]
Prints lines of Markdown. Talks GraphQL over HTTP, as the console does. The import is timed from the mapping of the
columns to the moment when its totals can be queried: every row is parsed and checked, then computed, written with its
explanation, and summed. The raw insert writes the file's cells as they are, in one transaction, with Python's sqlite3.
"""

import csv
import json
import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

saxaul, path = os.path.abspath(sys.argv[1]), sys.argv[2]
work = tempfile.TemporaryDirectory(prefix="saxaul-bench-")
database = sys.argv[3] if len(sys.argv) > 3 else f"sqlite://{work.name}/saxaul.db"

with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
base = f"http://127.0.0.1:{port}"
environment = dict(
    os.environ,
    SAXAUL_LISTEN=f"127.0.0.1:{port}",
    SAXAUL_DATABASE_URL=database,
    SAXAUL_FILES_URL=f"file:{work.name}/files",
    SAXAUL_LOG="warn",
    SAXAUL_RATE_COST_BURST="0",
)
server = subprocess.Popen([saxaul, "serve"], env=environment, cwd=work.name, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
token = None


def request(address, body, headers):
    headers = dict(headers, Accept="application/json", **({"Authorization": f"Bearer {token}"} if token else {}))
    with urllib.request.urlopen(urllib.request.Request(base + address, data=body, headers=headers)) as answer:
        return json.loads(answer.read())


def graphql(query, **variables):
    body = json.dumps({"query": query, "variables": variables}).encode()
    answer = request("/graphql", body, {"Content-Type": "application/json"})
    if answer.get("errors"):
        sys.exit(f"{query}: {answer['errors']}")
    for field in answer["data"].values():
        if isinstance(field, dict) and field.get("userErrors"):
            sys.exit(f"{query}: {field['userErrors']}")
    return answer["data"]


def memory_mib(what="VmRSS"):
    with open(f"/proc/{server.pid}/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith(what))


def wait_for(identity, state):
    while True:
        found = graphql("query ($id: ID!) { import(id: $id) { state failure rowsTotal rowsRefused rowsImported } }", id=identity)["import"]
        if found["state"] == state:
            return found
        if found["state"] in ("FAILED", "CANCELLED"):
            sys.exit(f"the import ended as {found}")
        time.sleep(0.1)


try:
    for _ in range(600):
        try:
            urllib.request.urlopen(base + "/readyz").read()
            break
        except OSError:
            time.sleep(0.05)
    time.sleep(1)
    idle = memory_mib()

    sign_up = "mutation ($input: OrganisationSignUpInput!) { organisationSignUp(input: $input) { session { accessToken } userErrors { message } } }"
    person = {"organisationName": "Bench", "name": "Bench", "email": "bench@example.org", "password": "a long bench password", "locale": "EN"}
    token = graphql(sign_up, input=person)["organisationSignUp"]["session"]["accessToken"]
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    headers, rows = rows[0], rows[1:]
    create = "mutation ($input: BoundaryUnitInput!) { boundaryUnitCreate(input: $input) { boundaryUnit { id } userErrors { message } } }"
    for site in sorted({row[0] for row in rows}):
        graphql(create, input={"kind": "SITE", "name": site, "region": "CN"})

    with open(path, "rb") as file:
        upload = request("/uploads", file.read(), {"Content-Type": "text/csv", "X-File-Name": "bench.csv"})["uploadId"]
    made = graphql("mutation ($id: ID!) { importCreate(uploadId: $id, fileName: \"bench.csv\") { import { id } userErrors { message } } }", id=upload)
    identity = made["importCreate"]["import"]["id"]
    while True:
        sheets = graphql("query ($id: ID!) { import(id: $id) { state sheets { name columns { index field } } } }", id=identity)["import"]
        if sheets["state"] != "UPLOADED" or sheets["sheets"]:
            break
        time.sleep(0.05)
    mapping = [{"name": sheet["name"], "include": True, "columns": sheet["columns"]} for sheet in sheets["sheets"]]

    began = time.perf_counter()
    graphql("mutation ($id: ID!, $sheets: [ImportSheetInput!]!) { importMap(id: $id, sheets: $sheets) { import { id } userErrors { message } } }", id=identity, sheets=mapping)
    checked = wait_for(identity, "CHECKED")
    check_seconds = time.perf_counter() - began
    graphql("mutation ($id: ID!) { importStart(id: $id, skipRefused: true) { import { id } userErrors { message } } }", id=identity)
    done = wait_for(identity, "IMPORTED")
    import_seconds = time.perf_counter() - began

    overview = """query { currentInventory(year: 2023) { revision totals { locationKgCo2e marketKgCo2e scope1KgCo2e scope2LocationKgCo2e scope3KgCo2e
        energyGj recordCount completenessPct } byScope { key kgCo2e } byMonth { month scope1KgCo2e scope2KgCo2e scope3KgCo2e } bySource { key kgCo2e } } }"""
    times = []
    for _ in range(25):
        at = time.perf_counter()
        graphql(overview)
        times.append(time.perf_counter() - at)
    after = memory_mib()
    peak = memory_mib("VmHWM")

    insert_times = []
    for turn in range(3):
        raw = sqlite3.connect(f"{work.name}/raw-{turn}.db")
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute(f"CREATE TABLE record (id TEXT PRIMARY KEY, {', '.join(f'{name!r} TEXT' for name in headers)})")
        began = time.perf_counter()
        with raw:
            marks = ", ".join("?" * (len(headers) + 1))
            raw.executemany(f"INSERT INTO record VALUES ({marks})", ((f"rec_{number:032x}", *row) for number, row in enumerate(rows)))
        insert_times.append(time.perf_counter() - began)
    insert = statistics.median(insert_times)

    kind = database.split(":")[0]
    count = len(rows)
    print(f"| import of {count:,} rows into {kind}: checked, computed, explained, queryable | {import_seconds:.1f} s ({count / import_seconds:,.0f} rows/s) | of it checking {check_seconds:.1f} s; {done['rowsImported']:,} imported, {checked['rowsRefused']:,} refused |")
    print(f"| raw bulk insert of the same rows (Python sqlite3, one transaction) | {insert:.2f} s | ratio {import_seconds / insert:.1f} (aim 4) |")
    print(f"| overview query on {count:,} records, warm, over HTTP | {statistics.median(times[5:]) * 1000:.1f} ms | slowest {max(times[5:]) * 1000:.1f} ms (limit 100) |")
    print(f"| memory: idle, after the import, peak | {idle:.0f} MiB, {after:.0f} MiB, {peak:.0f} MiB | aims 40 and 110 |")
finally:
    server.terminate()
    server.wait(30)
    work.cleanup()

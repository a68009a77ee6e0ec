"""A server to measure, and how the console speaks to it: GraphQL over HTTP, uploads, imports, memory."""

import csv
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time

PERSON = {
    "organisationName": "Bench",
    "name": "Bench",
    "email": "bench@example.org",
    "password": "a long bench password",
    "locale": "EN",
}


class Server:
    """A server in a folder of its own, on SQLite unless a database is named; stopped and removed when left."""

    def __init__(self, saxaul, database=None, **environment):
        self.folder = tempfile.TemporaryDirectory(prefix="saxaul-bench-")
        self.path = f"{self.folder.name}/saxaul.db"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        settings = dict(
            os.environ,
            SAXAUL_LISTEN=f"127.0.0.1:{self.port}",
            SAXAUL_DATABASE_URL=database or f"sqlite://{self.path}",
            SAXAUL_FILES_URL=f"file:{self.folder.name}/files",
            SAXAUL_LOG="error",
            **environment,
        )
        self.process = subprocess.Popen(
            [os.path.abspath(saxaul), "serve"],
            env=settings,
            cwd=self.folder.name,
            stdout=subprocess.DEVNULL,
            stderr=sys.stderr,
        )
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        self.token = None
        self.idle_mib = None

    def __enter__(self):
        for _ in range(1200):
            try:
                self.line.request("GET", "/readyz")
                if self.line.getresponse().read() is not None:
                    break
            except OSError:
                self.line.close()
                time.sleep(0.05)
        # What a server that has just started and was not yet asked for anything takes.
        time.sleep(2)
        self.idle_mib = self.memory_mib()
        return self

    def __exit__(self, *_):
        self.stop()
        self.folder.cleanup()

    def stop(self):
        """Ends the server and waits for it; its files stay until the block is left."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def memory_mib(self, what="VmRSS"):
        """Memory of the process: resident now (VmRSS) or at most so far (VmHWM)."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith(what))

    def request(self, address, body, headers):
        """Posts to the server on the connection kept open, and reads JSON."""
        headers = dict(headers, Accept="application/json")
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            self.line.request("POST", address, body, headers)
            answer = self.line.getresponse()
        except ConnectionError:
            # The server closes a connection that was idle for some seconds; nothing of this request was read.
            self.line.close()
            self.line.request("POST", address, body, headers)
            answer = self.line.getresponse()
        content = answer.read()
        if answer.status != 200 and answer.status != 201:
            sys.exit(f"{address}: {answer.status} {content[:500]!r}")
        return json.loads(content)

    def graphql(self, query, **variables):
        """The data of a document; ends the bench when anything was refused."""
        body = json.dumps({"query": query, "variables": variables})
        answer = self.request("/graphql", body, {"Content-Type": "application/json"})
        if answer.get("errors"):
            sys.exit(f"{query}: {answer['errors']}")
        for field in answer["data"].values():
            if isinstance(field, dict) and field.get("userErrors"):
                sys.exit(f"{query}: {field['userErrors']}")
        return answer["data"]

    def sign_up(self):
        """A company, with its first person signed in."""
        document = """mutation ($input: OrganisationSignUpInput!) { organisationSignUp(input: $input) {
            session { accessToken } userErrors { message } } }"""
        self.token = self.graphql(document, input=PERSON)["organisationSignUp"]["session"]["accessToken"]

    def add_sites(self, names):
        """Sites in China."""
        document = """mutation ($input: BoundaryUnitInput!) { boundaryUnitCreate(input: $input) {
            boundaryUnit { id } userErrors { message } } }"""
        for name in names:
            self.graphql(document, input={"kind": "SITE", "name": name, "region": "CN"})

    def begin_import(self, path):
        """Uploads a file and answers the import's id and the mapping the server suggests."""
        with open(path, "rb") as file:
            headers = {"Content-Type": "text/csv", "X-File-Name": "bench.csv"}
            upload = self.request("/uploads", file.read(), headers)["uploadId"]
        document = """mutation ($id: ID!) { importCreate(uploadId: $id, fileName: "bench.csv") {
            import { id } userErrors { message } } }"""
        identity = self.graphql(document, id=upload)["importCreate"]["import"]["id"]
        document = "query ($id: ID!) { import(id: $id) { state sheets { name columns { index field } } } }"
        for _ in range(2400):
            found = self.graphql(document, id=identity)["import"]
            if found["state"] != "UPLOADED" or found["sheets"]:
                sheets = [{"name": s["name"], "include": True, "columns": s["columns"]} for s in found["sheets"]]
                return identity, sheets
            time.sleep(0.05)
        sys.exit("the head of the file was not read within two minutes")

    def wait_for(self, identity, state, seconds=600):
        """Waits until the import stands in a state, and answers its counts."""
        document = "query ($id: ID!) { import(id: $id) { state failure rowsTotal rowsRefused rowsImported } }"
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = self.graphql(document, id=identity)["import"]
            if found["state"] == state:
                return found
            if found["state"] in ("FAILED", "CANCELLED"):
                break
            time.sleep(0.05)
        sys.exit(f"the import ended as {found}")

    def import_file(self, path):
        """Maps, checks and imports a file; answers the seconds of checking, of all, and the counts."""
        identity, sheets = self.begin_import(path)
        began = time.perf_counter()
        document = """mutation ($id: ID!, $sheets: [ImportSheetInput!]!) { importMap(id: $id, sheets: $sheets) {
            import { id } userErrors { message } } }"""
        self.graphql(document, id=identity, sheets=sheets)
        self.wait_for(identity, "CHECKED")
        checked = time.perf_counter() - began
        document = "mutation ($id: ID!) { importStart(id: $id, skipRefused: true) { import { id } userErrors { message } } }"
        self.graphql(document, id=identity)
        done = self.wait_for(identity, "IMPORTED")
        return checked, time.perf_counter() - began, done


def sites_of(path):
    """The sites that a generated file names."""
    with open(path, newline="", encoding="utf-8") as file:
        return sorted({row["site"] for row in csv.DictReader(file)})

"""The overview screen's own query on a company with many records, warm, over HTTP.

Usage: overview.py SAXAUL FILE DOCUMENT
Prints lines of Markdown. DOCUMENT is the console's GraphQL document.
"""

import statistics
import sys
import time

from console import Server, sites_of

saxaul, path, document = sys.argv[1:4]
with open(document, encoding="utf-8") as file:
    overview = file.read()

with Server(saxaul, SAXAUL_RATE_COST_BURST="0") as server:
    server.sign_up()
    server.add_sites(sites_of(path))
    _, seconds, done = server.import_file(path)
    times = []
    for _ in range(60):
        began = time.perf_counter()
        data = server.graphql(overview, year=2024, yearBefore=2023)
        times.append(time.perf_counter() - began)
    after, peak = server.memory_mib(), server.memory_mib("VmHWM")
    records = data["now"]["totals"]["recordCount"]

cold, warm = times[0], sorted(times[10:])
print(f"| records in the company; in the year shown | {done['rowsImported']:,}; {records:,} | imported in {seconds:.0f} s |")
print(f"| overview query, warm, over HTTP | {statistics.median(warm) * 1000:.1f} ms | slowest of {len(warm)}: {warm[-1] * 1000:.1f} ms (limit 100); the first one: {cold * 1000:.1f} ms |")
print(f"| memory after it; at most during the import | {after:.0f} MiB; {peak:.0f} MiB | SQLite |")

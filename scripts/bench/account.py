"""Speed of `saxaul account` beside DuckDB on the same file, in turns.

Usage: account.py SAXAUL FILE ROUNDS
Prints a table in Markdown. Each side is a process of its own, started anew each time; the file is in the page cache for
both. duck.py says what DuckDB is asked. Its factors are ours, learnt from what we compute for 100 million of each unit, so
that DuckDB has no factor to choose; all its totals must agree with ours to 1e-6. This process stays small (no DuckDB in
it): a child's peak memory is counted from the moment it is forked off.
"""

import csv
import json
import os
import statistics
import subprocess
import sys
import time
from decimal import Decimal

saxaul, path, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
factors = path + ".factors.csv"
FIGURES = ["co2e_kg", "co2e_market_kg", "biogenic_co2_kg", "energy_gj", "tce_calorific", "tce_equivalent"]
PROBE = 100_000_000


class Run:
    """One finished process: wall and processor seconds, peak resident MiB, what it printed."""

    def __init__(self, command):
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        self.output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        self.wall = time.perf_counter() - began
        if status:
            sys.exit(f"{command} ended with {status}")
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss / 1024


def learn_factors():
    """Writes one row of figures per unit of each activity, unit and year of the file."""
    with open(path, newline="", encoding="utf-8") as file:
        seen = sorted({(row["activity"], row["unit"], row["start"][:4]) for row in csv.DictReader(file)})
    probe = path + ".probe.csv"
    with open(probe, "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["activity", "quantity", "unit", "start", "end"])
        rows.writerows([activity, PROBE, unit, f"{year}-01-01", f"{year}-01-31"] for activity, unit, year in seen)
    answer = json.loads(Run([saxaul, "account", probe, "--format", "json"]).output)
    os.remove(probe)
    learnt, gases = [], []
    for (activity, unit, year), row in zip(seen, answer["rows"], strict=True):
        if row.get("refusal"):
            sys.exit(f"{activity} in {unit}, {year}: {row['refusal']}")
        figures = {name: row.get(name, "0") for name in FIGURES}
        figures["co2e_market_kg"] = row.get("co2e_market_kg", row["co2e_kg"])
        for gas in row["gases"]:
            for kind in ("mass_kg", "co2e_kg"):
                name = f"{gas['gas'].lower()}_{kind}"
                figures[name] = gas.get(kind, "0")
                if name not in gases:
                    gases.append(name)
        head = {"activity": activity, "unit": unit, "valid_from": f"{year}-01-01", "valid_to": f"{year}-12-31"}
        head |= {"scope": row["scope"] or "", "category": row["category"]}
        learnt.append(head | {name: f"{Decimal(value) / PROBE:f}" for name, value in figures.items()})
    with open(factors, "w", newline="", encoding="utf-8") as file:
        head = ["activity", "unit", "valid_from", "valid_to", "scope", "category"]
        rows = csv.DictWriter(file, [*head, *FIGURES, *gases], restval="0", lineterminator="\n")
        rows.writeheader()
        rows.writerows(learnt)
    return gases


def check(ours, theirs, what, names):
    """Stops when a total differs."""
    totals = ours["totals"]
    expected = {name: Decimal(totals[name]) for name in FIGURES} | {"records": Decimal(totals["records"])}
    for gas in totals["by_gas"]:
        for kind in ("mass_kg", "co2e_kg"):
            expected[f"{gas['gas'].lower()}_{kind}"] = Decimal(gas[kind])
    for name in names:
        found = sum(Decimal(row[name]) for row in theirs["rows"])
        if abs(found - expected[name]) > abs(expected[name]) * Decimal("1e-6"):
            sys.exit(f"{what}: {name} is {expected[name]} here and {found} in DuckDB")


gases = learn_factors()
ours = [saxaul, "account", path, "--format", "json", "--totals"]
duck = [sys.executable, os.path.join(os.path.dirname(__file__), "duck.py"), path, factors]
asked = [("figures", "DECIMAL"), ("figures", "DOUBLE"), ("co2e", "DECIMAL"), ("co2e", "DOUBLE")]
runs = {key: [] for key in ["saxaul", *asked]}
for turn in range(rounds + 1):
    done = {"saxaul": Run(ours)} | {key: Run([*duck, *key]) for key in asked}
    # The first turn only fetches programs and file from the disk.
    if turn > 0:
        for key, run in done.items():
            runs[key].append(run)

totals = json.loads(runs["saxaul"][0].output)
for key in asked:
    names = ["records", *FIGURES, *gases] if key[0] == "figures" else ["records", "co2e_kg"]
    for run in runs[key]:
        check(totals, json.loads(run.output), " ".join(key), names)
if len({run.output for run in runs["saxaul"]}) != 1:
    sys.exit("the same file gave different totals")


def median(key, figure):
    return statistics.median(figure(run) for run in runs[key])


records = totals["totals"]["rows"]
version = json.loads(runs[asked[0]][0].output)["version"]
wall = median("saxaul", lambda run: run.wall)
print("| | whole process | its CPU | peak memory | query alone | ours ÷ whole process | ours ÷ query alone |")
print("|---|---|---|---|---|---|---|")
print(
    f"| `saxaul account FILE --format json --totals`, {records:,} rows | {wall:.3f} s | {median('saxaul', lambda run: run.cpu):.3f} s "
    f"| {max(run.peak for run in runs['saxaul']):.0f} MiB (limit 300) | | | |"
)
for key in asked:
    extent, number = key
    whole, query = median(key, lambda run: run.wall), median(key, lambda run: json.loads(run.output)["seconds"])
    what = "the same figures" if extent == "figures" else "one figure, unchecked"
    kind = "exact decimals" if number == "DECIMAL" else "floating point"
    print(
        f"| DuckDB {version}, {what}, {kind} | {whole:.3f} s | {median(key, lambda run: run.cpu):.3f} s "
        f"| {max(run.peak for run in runs[key]):.0f} MiB | {query:.3f} s | {wall / whole:.2f} | {wall / query:.2f} |"
    )

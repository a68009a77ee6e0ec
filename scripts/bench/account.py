"""Speed of `saxaul account` beside DuckDB: the same parse, join, conversion and grouping of the same file, in turns.

Usage: account.py SAXAUL FILE ROUNDS
Prints lines of Markdown. DuckDB's time leaves out the start of its process and the making of its tables; ours is
the whole process. DuckDB multiplies one factor per row; ours also splits gases, chooses the factor and keeps both
scope 2 bases. Both are the best of what they are given: all cores, a warm file.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from decimal import Decimal

import duckdb

saxaul, path, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])


def run(arguments, output=subprocess.DEVNULL):
    """Wall seconds and peak resident KiB of a process."""
    began = time.perf_counter()
    process = subprocess.Popen([saxaul, *arguments], stdout=output, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"saxaul {arguments} ended with {status}")
    return time.perf_counter() - began, usage.ru_maxrss


def reference_tables(connection):
    """One factor per activity, unit and year, learnt from our own results on the first rows of the file."""
    sample = path + ".sample.csv"
    with open(path, encoding="utf-8") as whole, open(sample, "w", encoding="utf-8") as part:
        for number, line in enumerate(whole):
            if number > 60_000:
                break
            part.write(line)
    answer = json.loads(subprocess.run([saxaul, "account", sample, "--format", "json"], check=True, capture_output=True).stdout)
    cells = [line.split(",") for line in open(sample, encoding="utf-8")]
    best = {}
    for row in answer["rows"]:
        if row.get("co2e_kg") is None:
            continue
        _, activity, quantity, unit, start, *_ = cells[row["row"] - 1]
        key, quantity = (activity, unit, int(start[:4])), Decimal(quantity)
        # The largest quantity gives the factor with the least rounding.
        if key not in best or quantity > best[key][0]:
            best[key] = (quantity, Decimal(row["co2e_kg"]) / quantity, row["scope"], row["category"])
    connection.execute("create table factor (activity varchar, unit varchar, year integer, kg double, scope varchar, category varchar)")
    for (activity, unit, year), (_, kg, scope, category) in best.items():
        connection.execute("insert into factor values (?, ?, ?, ?, ?, ?)", [activity, unit, year, float(kg), scope, category])
    os.remove(sample)


def query(number):
    columns = {
        "site": "VARCHAR", "activity": "VARCHAR", "quantity": number, "unit": "VARCHAR", "start": "DATE", "end": "DATE",
        "supplier": "VARCHAR", "quality": "VARCHAR", "uncertainty_pct": "VARCHAR", "reference": "VARCHAR", "note": "VARCHAR",
    }
    kg = "kg" if number == "DOUBLE" else "kg::DECIMAL(18, 9)"
    amount = "quantity" if number == "DOUBLE" else "quantity::DECIMAL(20, 3)"
    return f"""
        select scope, category, sum(round({amount} * {kg}, 6)) as co2e_kg, count(*) as records
        from read_csv('{path}', header = true, columns = {columns}) as record
        join factor on factor.activity = record.activity and factor.unit = record.unit and factor.year = year(record.start)
        group by scope, category"""


connection = duckdb.connect()
reference_tables(connection)
times = {"saxaul": [], "DOUBLE": [], "DECIMAL(18, 3)": []}
peak = 0
totals = {}
for _ in range(rounds):
    seconds, memory = run(["account", path, "--format", "json", "--totals"])
    times["saxaul"].append(seconds)
    peak = max(peak, memory)
    for number in ("DOUBLE", "DECIMAL(18, 3)"):
        began = time.perf_counter()
        totals[number] = connection.execute(query(number)).fetchall()
        times[number].append(time.perf_counter() - began)

ours = json.loads(subprocess.run([saxaul, "account", path, "--format", "json", "--totals"], check=True, capture_output=True).stdout)
theirs = sum(row[2] for row in totals["DOUBLE"])
apart = abs(float(ours["totals"]["co2e_kg"]) / float(theirs) - 1)
if apart > 1e-6:
    sys.exit(f"the two totals differ by {apart:.2e}: {ours['totals']['co2e_kg']} and {theirs}")

rows = sum(1 for _ in open(path, "rb")) - 1
median = {name: statistics.median(values) for name, values in times.items()}
print(f"| `saxaul account --format json --totals`, {rows:,} rows | {median['saxaul']:.2f} s | peak {peak / 1024:.0f} MiB |")
print(f"| DuckDB {duckdb.__version__}, floating point | {median['DOUBLE']:.2f} s | ratio {median['saxaul'] / median['DOUBLE']:.2f} (limit 1.5) |")
print(f"| DuckDB {duckdb.__version__}, exact decimals | {median['DECIMAL(18, 3)']:.2f} s | ratio {median['saxaul'] / median['DECIMAL(18, 3)']:.2f} |")

"""One process of DuckDB on a file of activity data: starts, makes its table of factors, asks one query, prints the answer.

Usage: duck.py FILE FACTORS_CSV figures|co2e DECIMAL|DOUBLE
Prints JSON: DuckDB's version, seconds of the query alone, and its rows as text.

figures: what `saxaul account --totals` computes. Every column is read and checked as it is there (days exist and are not
reversed, quality and uncertainty are known ones); each row is joined to a factor by activity, unit and day; CO2e on both
scope 2 bases, biogenic CO2, energy, coal equivalent on both bases and mass and CO2e of each gas are multiplied, rounded to
1e-6 row by row, and summed by scope, category and activity.
co2e: less. Four columns are read, nothing is checked, one figure is multiplied and summed by scope and category.
"""

import csv
import json
import sys
import time

import duckdb

path, factors, extent, number = sys.argv[1:5]
exact = number == "DECIMAL"
coefficient = "DECIMAL(18, 12)" if exact else "DOUBLE"
# A product of two decimals of 18 digits overflows in DuckDB; 20 make it 128 bits wide.
amount = "quantity::DECIMAL(20, 3)" if exact else "quantity"
columns = {
    "site": "VARCHAR", "activity": "VARCHAR", "quantity": "DECIMAL(18, 3)" if exact else "DOUBLE", "unit": "VARCHAR",
    "start": "DATE", "end": "DATE", "supplier": "VARCHAR", "quality": "VARCHAR",
    "uncertainty_pct": "DECIMAL(9, 3)" if exact else "DOUBLE", "reference": "VARCHAR", "note": "VARCHAR",
}
with open(factors, newline="", encoding="utf-8") as file:
    names = next(csv.reader(file))
figures = [name for name in names if name not in ("activity", "unit", "valid_from", "valid_to", "scope", "category")]

connection = duckdb.connect()
types = {name: coefficient for name in figures} | {"valid_from": "DATE", "valid_to": "DATE"}
listed = ", ".join(f"{name}::{types.get(name, 'VARCHAR')} as {name}" for name in names)
connection.execute(f"create table factor as select {listed} from read_csv('{factors}', header = true, all_varchar = true)")

record = f"read_csv('{path}', header = true, auto_detect = false, delim = ',', quote = '\"', columns = {columns})"
join = """join factor on factor.activity = record.activity and factor.unit = record.unit
    and record.start between factor.valid_from and factor.valid_to"""
if extent == "figures":
    sums = ", ".join(f"sum(round({amount} * {name}, 6)) as {name}" for name in figures)
    query = f"""
        select scope, category, record.activity, count(*) as records, {sums}
        from {record} as record {join}
        where record."end" >= record.start and record.site is not null
            and record.quality in ('MEASURED', 'INVOICED', 'ESTIMATED', 'PROXY')
            and (record.uncertainty_pct is null or record.uncertainty_pct between 0 and 1000)
            and (record.supplier is null or record.supplier not like '=%')
            and (record.reference is null or record.reference not like '=%')
            and (record.note is null or record.note not like '=%')
        group by all"""
else:
    query = f"""
        select scope, category, count(*) as records, sum(round({amount} * co2e_kg, 6)) as co2e_kg
        from {record} as record {join}
        group by all"""

began = time.perf_counter()
answer = connection.execute(query)
rows = answer.fetchall()
seconds = time.perf_counter() - began
names = [column[0] for column in answer.description]
print(json.dumps({"version": duckdb.__version__, "seconds": seconds, "rows": [dict(zip(names, map(str, row))) for row in rows]}))

// Runs the public GraphQL-over-HTTP audits against the server at the given address and prints every result.
import { auditServer } from "graphql-http";

const results = await auditServer({ url: process.argv[2], fetchFn: fetch });
const counts = { ok: 0, notice: 0, warn: 0, error: 0 };
for (const result of results) {
  counts[result.status] += 1;
  if (result.status !== "ok") console.log(`${result.status} ${result.id} ${result.name}: ${result.reason}`);
}
console.log(`total ${results.length} ok ${counts.ok} notice ${counts.notice} warn ${counts.warn} error ${counts.error}`);

// Connects the public graphql-ws client to the given address, runs one operation, prints each answer as a line.
// Arguments: address, document, authorization or "", most answers to wait for.
import { createClient } from "graphql-ws";
import WebSocket from "ws";

const [url, query, authorization, most] = process.argv.slice(2);
const client = createClient({
  url,
  webSocketImpl: WebSocket,
  retryAttempts: 0,
  connectionParams: authorization ? { authorization } : undefined,
});
let count = 0;
try {
  for await (const answer of client.iterate({ query })) {
    console.log(JSON.stringify(answer));
    count += 1;
    if (count === Number(most)) break;
  }
  console.log("complete");
} catch (problem) {
  console.log(`closed ${problem.code ?? ""} ${problem.reason ?? problem.message ?? JSON.stringify(problem)}`);
}
await client.dispose();

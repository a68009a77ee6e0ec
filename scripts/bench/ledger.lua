-- What wrk sends: gifts of one point, each with a key of its own. LEDGER_TOKENS names the file of members, LEDGER_HOT
-- makes the first member the giver of them all.
local members, count, thread_count = {}, 0, 0
local run = os.getenv("LEDGER_RUN") or "0"
local hot = os.getenv("LEDGER_HOT") == "1"
local threads = {}

function setup(thread)
  thread_count = thread_count + 1
  thread:set("number", thread_count)
  table.insert(threads, thread)
end

function init()
  for line in io.lines(os.getenv("LEDGER_TOKENS")) do
    local token, member = line:match("^(%S+) (%S+)$")
    table.insert(members, { token, member })
  end
  math.randomseed(number * 7919 + tonumber(run))
  made, refused = 0, 0
end

local query = "mutation($i: CreditTransferInput!, $k: ID!) { creditTransfer(input: $i, idempotencyKey: $k) { "
  .. "creditTransfer { transactionId sequence balanceAfter } userErrors { code } } }"

function request()
  count = count + 1
  local from = hot and 1 or math.random(#members)
  local to = (from + math.random(#members - 1) - 1) % #members + 1
  local body = string.format(
    '{"query":"%s","variables":{"i":{"toMemberId":"%s","amount":1},"k":"%s-%d-%d"}}',
    query, members[to][2], run, number, count)
  return wrk.format("POST", "/graphql", {
    ["Content-Type"] = "application/json", ["Accept"] = "application/json",
    ["Authorization"] = "Bearer " .. members[from][1] }, body)
end

function response(status, headers, body)
  if status == 200 and body:find('"userErrors":[]', 1, true) then
    made = made + 1
  else
    refused = refused + 1
    if refused == 1 then io.stderr:write(status, " ", body, "\n") end
  end
end

function done(summary, latency, requests)
  local good, bad = 0, 0
  for _, thread in ipairs(threads) do
    good = good + thread:get("made")
    bad = bad + thread:get("refused")
  end
  io.write(string.format("RESULT %d %d %d %d\n", good, bad, summary.duration, latency:percentile(99)))
end

// The page at /graphiql: sends what is typed to /graphql, follows subscriptions over graphql-transport-ws, and shows the
// schema when the server tells it. Nothing is stored: the token lives in its field.
"use strict";

const at = (id) => document.getElementById(id);
const [query, variables, answer, status, token, locale, run, stop, search, schema] =
  ["query", "variables", "answer", "status", "token", "locale", "run", "stop", "search", "schema"].map(at);
let socket = null;

function authorization() {
  const text = token.value.trim();
  return text ? (text.startsWith("Bearer ") ? text : `Bearer ${text}`) : null;
}

async function post(body) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "Accept-Language": locale.value };
  const bearer = authorization();
  if (bearer) headers.Authorization = bearer;
  return fetch("/graphql", { method: "POST", headers, body: JSON.stringify(body) });
}

function end(text) {
  if (socket) socket.close(1000);
  socket = null;
  stop.disabled = true;
  status.textContent = text;
}

function follow(body) {
  const address = location.href.replace(/^http/, "ws").replace(/\/graphiql.*$/, "/graphql");
  const line = new WebSocket(address, "graphql-transport-ws");
  socket = line;
  stop.disabled = false;
  answer.textContent = "";
  status.textContent = "Connecting 连接中";
  line.onopen = () => {
    const payload = { locale: locale.value };
    const bearer = authorization();
    if (bearer) payload.authorization = bearer;
    line.send(JSON.stringify({ type: "connection_init", payload }));
  };
  line.onmessage = (event) => {
    const message = JSON.parse(event.data);
    if (message.type === "connection_ack") {
      line.send(JSON.stringify({ id: "1", type: "subscribe", payload: body }));
      status.textContent = "Following 订阅中";
    } else if (message.type === "ping") {
      line.send(JSON.stringify({ type: "pong" }));
    } else if (message.type === "next" || message.type === "error") {
      const text = JSON.stringify(message.payload, null, 2);
      answer.textContent = `${text}\n\n${answer.textContent}`.slice(0, 200000);
      if (message.type === "error") end("Refused 被拒绝");
    } else if (message.type === "complete") {
      end("Complete 完成");
    }
  };
  line.onclose = (event) => {
    if (socket === line) end(`Closed 已关闭 ${event.code} ${event.reason}`);
  };
}

async function start() {
  end("");
  const body = { query: query.value };
  try {
    body.variables = JSON.parse(variables.value || "{}");
  } catch (problem) {
    status.textContent = `Variables 变量: ${problem.message}`;
    return;
  }
  if (/^\s*subscription\b/m.test(query.value)) {
    follow(body);
    return;
  }
  const begun = performance.now();
  status.textContent = "…";
  try {
    const response = await post(body);
    const text = await response.text();
    try {
      answer.textContent = JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      answer.textContent = text;
    }
    status.textContent = `${response.status} · ${Math.round(performance.now() - begun)} ms`;
  } catch (problem) {
    status.textContent = String(problem);
  }
}

const TYPE = "kind name ofType { kind name ofType { kind name ofType { kind name } } }";
const SCHEMA = `{ __schema { types { kind name description fields { name description args { name type { ${TYPE} } } type { ${TYPE} } } inputFields { name description type { ${TYPE} } } enumValues { name description } } } }`;

function typeText(type) {
  // Deeper than the question asked, such as a list of lists.
  if (!type) return "…";
  if (type.kind === "NON_NULL") return `${typeText(type.ofType)}!`;
  if (type.kind === "LIST") return `[${typeText(type.ofType)}]`;
  return type.name;
}

function element(name, text, ...children) {
  const made = document.createElement(name);
  made.textContent = text;
  made.append(...children);
  return made;
}

function entry(field) {
  const list = (field.args || []).map((argument) => `${argument.name}: ${typeText(argument.type)}`).join(", ");
  const text = `${field.name}${list ? `(${list})` : ""}${field.type ? `: ${typeText(field.type)}` : ""}`;
  const made = element("details", "", element("summary", text));
  if (field.description) made.append(element("p", field.description));
  return made;
}

function show(types, word) {
  const wanted = word.trim().toLowerCase();
  const order = ["Query", "Mutation", "Subscription"];
  const rank = (type) => (order.includes(type.name) ? order.indexOf(type.name) : order.length);
  const parts = [];
  for (const type of types) {
    const fields = type.fields || type.inputFields || type.enumValues || [];
    const matching = fields.filter((field) => field.name.toLowerCase().includes(wanted));
    if (wanted && !type.name.toLowerCase().includes(wanted) && matching.length === 0) continue;
    const made = element("details", "", element("summary", type.name));
    if (type.description) made.append(element("p", type.description));
    made.append(...(matching.length > 0 ? matching : fields).map(entry));
    made.open = wanted !== "" && matching.length > 0;
    parts.push([rank(type), type.name, made]);
  }
  parts.sort((a, b) => a[0] - b[0] || a[1].localeCompare(b[1]));
  schema.replaceChildren(...parts.map((part) => part[2]));
}

async function load() {
  try {
    const { data, errors } = await (await post({ query: SCHEMA })).json();
    if (!data) throw new Error(errors[0].message);
    const types = data.__schema.types.filter((type) => !type.name.startsWith("__"));
    show(types, search.value);
    search.oninput = () => show(types, search.value);
  } catch (problem) {
    schema.replaceChildren(element("p", `${problem.message} — give a token to see the schema. 输入令牌后可浏览模式。`));
  }
}

run.onclick = start;
stop.onclick = () => end("Stopped 已停止");
token.onchange = load;
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") start();
});
load();

// The table of contents of a WASM file, as far as cutting it needs.

/** Reads a module's bytes one after the other. */
class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }
  byte() {
    return this.bytes[this.at++];
  }
  /** LEB128, unsigned. */
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }
  text() {
    const length = this.number();
    this.at += length;
    return Buffer.from(this.bytes.subarray(this.at - length, this.at)).toString("utf8");
  }
  limits() {
    const flags = this.byte();
    this.number();
    if (flags & 1) this.number();
  }
}

const leb = (value) => {
  const bytes = [];
  do {
    const rest = Math.floor(value / 128);
    bytes.push((value % 128) + (rest > 0 ? 128 : 0));
    value = rest;
  } while (value > 0);
  return Buffer.from(bytes);
};

const IMPORTS = 2;
const EXPORTS = 7;

function* sections(bytes) {
  const reader = new Reader(bytes, 8);
  while (reader.at < bytes.length) {
    const start = reader.at;
    const kind = reader.byte();
    const length = reader.number();
    const body = bytes.subarray(reader.at, reader.at + length);
    reader.at += length;
    yield { kind, body, whole: bytes.subarray(start, reader.at) };
  }
}

/** Names of what the module imports. */
function importNames(bytes) {
  const names = new Set();
  for (const { kind, body } of sections(bytes)) {
    if (kind !== IMPORTS) continue;
    const reader = new Reader(body);
    for (let left = reader.number(); left > 0; left -= 1) {
      reader.text();
      names.add(reader.text());
      const what = reader.byte();
      if (what === 0) reader.number();
      else if (what === 1) reader.byte(), reader.limits();
      else if (what === 2) reader.limits();
      else if (what === 3) reader.at += 2;
      else reader.byte(), reader.number();
    }
  }
  return names;
}

/**
 * The module without the screens that only the other program shows. Both programs are linked from one library, and the
 * linker keeps every screen that is marked for being fetched later; one that nothing here asks for must not be kept.
 */
export function withoutForeignParts(bytes) {
  const MARK = /^__wasm_split_00(.*)00_(import|export)_([0-9a-f]{32})/;
  const asked = new Set([...importNames(bytes)].map((name) => MARK.exec(name)).filter(Boolean).map(([, part, , id]) => part + id));
  const parts = [bytes.subarray(0, 8)];
  for (const { kind, body, whole } of sections(bytes)) {
    if (kind !== EXPORTS) {
      parts.push(whole);
      continue;
    }
    const reader = new Reader(body);
    const kept = [];
    for (let left = reader.number(); left > 0; left -= 1) {
      const start = reader.at;
      const mark = MARK.exec(reader.text());
      reader.byte();
      reader.number();
      if (!mark || asked.has(mark[1] + mark[3])) kept.push(body.subarray(start, reader.at));
    }
    const table = Buffer.concat([leb(kept.length), ...kept]);
    parts.push(Buffer.from([EXPORTS]), leb(table.length), table);
  }
  return Buffer.concat(parts);
}

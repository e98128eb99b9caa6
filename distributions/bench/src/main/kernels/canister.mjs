// Runs updates of a canister on V8: for each, the CPU milliseconds of the first call and of the median
// of the later half, the instructions of the last call, and its reply in hexadecimal digits.
// usage: node canister.mjs module.wasm imports.json calls method...
import { readFileSync } from 'node:fs';

const [file, types, calls, ...methods] = process.argv.slice(2);
const PLENTY = 1n << 60n;
const EMPTY = Uint8Array.of(0x44, 0x49, 0x44, 0x4c, 0, 0); // DIDL without types and values
const SELF = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 7, 1, 1);
const CALLER = Uint8Array.of(4);

let exports;
let reply = [];
const stable = { bytes: new Uint8Array(0) };

const memory = () => new Uint8Array(exports.memory0.buffer);
const copy = (source) => (to, from, size) => memory().set(source.subarray(from, from + size), to);
const zeros = (...args) => memory().fill(0, args.at(-1), args.at(-1) + 16);
const text = (at, size) => new TextDecoder().decode(memory().slice(at, at + size));

const ic0 = {
  msg_arg_data_size: () => EMPTY.length,
  msg_arg_data_copy: copy(EMPTY),
  msg_caller_size: () => CALLER.length,
  msg_caller_copy: copy(CALLER),
  canister_self_size: () => SELF.length,
  canister_self_copy: copy(SELF),
  msg_reply_data_append: (at, size) => reply.push(...memory().slice(at, at + size)),
  msg_reply: () => {},
  debug_print: () => {},
  trap: (at, size) => {
    throw new Error(`the canister trapped: ${text(at, size)}`);
  },
  time: () => 1_700_000_000_000_000_000n,
  performance_counter: () => PLENTY - exports.instructions.value,
  global_timer_set: () => 0,
  is_controller: () => 1,
  canister_version: () => 1,
  canister_status: () => 1,
  in_replicated_execution: () => 1,
  data_certificate_present: () => 0,
  canister_cycle_balance128: zeros,
  msg_cycles_available128: zeros,
  stable64_size: () => stable.bytes.length / 65536,
  stable64_grow: (pages) => {
    const before = stable.bytes.length / 65536;
    const grown = new Uint8Array(stable.bytes.length + pages * 65536);
    grown.set(stable.bytes);
    stable.bytes = grown;
    return before;
  },
  stable64_write: (to, at, size) => stable.bytes.set(memory().slice(at, at + size), to),
  stable64_read: (to, at, size) => memory().set(stable.bytes.subarray(at, at + size), to),
};

// The functions take and give numbers; what crosses the border to 64-bit types are BigInts.
function imported({ module, name, result }) {
  if (module === '__') {
    return () => {
      throw new Error(name);
    };
  }
  const call = ic0[name] ?? (() => {
    throw new Error(`the benchmark has no ${module}.${name}`);
  });
  return (...args) => {
    const value = call(...args.map(Number));
    return result === 'i64' ? BigInt(value) : value;
  };
}

const imports = {};
for (const entry of JSON.parse(readFileSync(types, 'utf8'))) {
  (imports[entry.module] ??= {})[entry.name] = imported(entry);
}
exports = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)), imports).exports;

function run(name) {
  reply = [];
  if (exports.instructions) {
    exports.instructions.value = PLENTY;
  }
  const begin = process.cpuUsage();
  exports[name]();
  const used = process.cpuUsage(begin);
  return (used.user + used.system) / 1000;
}

if (exports.canister_start) {
  run('canister_start');
}
run('canister_init');
for (const method of methods) {
  const times = [];
  for (let i = 0; i < Number(calls); i++) {
    times.push(run(`canister_update ${method}`));
  }
  const late = times.slice(times.length / 2).sort((a, b) => a - b);
  const used = exports.instructions ? PLENTY - exports.instructions.value : 0n;
  console.log(method, times[0], late[Math.floor(late.length / 2)], String(used), Buffer.from(reply).toString('hex'));
}

// Runs the kernels on V8: for each, the CPU milliseconds of the first run and of the best of some.
// usage: node kernels.mjs module.wasm runs
import { readFileSync } from 'node:fs';

const [file, runs] = process.argv.slice(2);
const PLENTY = 1n << 60n;

const module = new WebAssembly.Module(readFileSync(file));
const host = {
  out_of_instructions: () => {
    throw new Error('out of instructions');
  },
};
const { exports } = new WebAssembly.Instance(module, { __: host });

function cpuMillis(run) {
  const begin = process.cpuUsage();
  run();
  const used = process.cpuUsage(begin);
  return (used.user + used.system) / 1000;
}

for (const name of Object.keys(exports).filter((key) => key.startsWith('run_'))) {
  let first;
  let best = Infinity;
  let used = 0n;
  for (let i = 0; i < Number(runs); i++) {
    if (exports.instructions) {
      exports.instructions.value = PLENTY;
    }
    const millis = cpuMillis(exports[name]);
    used = exports.instructions ? PLENTY - exports.instructions.value : 0n;
    first ??= millis;
    best = Math.min(best, millis);
  }
  const result = new BigUint64Array(exports.memory.buffer, Number(exports.result.value), 1)[0];
  console.log(name.slice('run_'.length), first, best, String(used), String(result));
}

// Times how soon a canister of azle (TypeScript, 3.5 MB of Wasm) answers on a node that has just started: from
// sending the installation to its end, to the first answer of a query, to the first answer of an update. Seconds,
// and in brackets those of all processors of the node. The module is uploaded before.
//
// The product is that of the dev distribution, or the folder in ATOLL_PRODUCT.
//
// usage: node install.mjs [runs]
import { readFileSync } from 'node:fs';
import { canister } from '../../../../itests/clients/lib/canisters.mjs';
import { clients } from '../../../../itests/clients/lib/clients.mjs';
import { startNode } from '../../../../itests/clients/lib/node.mjs';

const CHUNK_BYTES = 1 << 20;
const TICKS_PER_SECOND = 100;

const runs = Number(process.argv[2] ?? 3);
const wasm = canister('azle');
console.log(`azle hello world of ${wasm.length} bytes; seconds since sending the installation (of all processors)`);
console.log('installed        query answered   update answered');
for (let run = 0; run < runs; run++) {
  const node = await startNode();
  try {
    console.log((await measure(node)).map(({ wall, cpu }) => `${wall.toFixed(2)} (${cpu.toFixed(2)})`.padEnd(16)).join(' '));
  } finally {
    await node.stop();
  }
}

async function measure(node) {
  const user = await clients[0].connect(node);
  const canisterId = await user.create();
  const hashes = [];
  for (let from = 0; from < wasm.length; from += CHUNK_BYTES) {
    hashes.push(
      await user.management.upload_chunk({ canister_id: canisterId, chunk: wasm.subarray(from, from + CHUNK_BYTES) }),
    );
  }
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', wasm));
  const hello = user.actor('hello', canisterId);

  const began = { wall: performance.now(), cpu: cpuSeconds(node.pid) };
  const since = () => ({ wall: (performance.now() - began.wall) / 1000, cpu: cpuSeconds(node.pid) - began.cpu });
  await user.management.install_chunked_code({
    mode: { install: null },
    target_canister: canisterId,
    store_canister: [],
    chunk_hashes_list: hashes,
    wasm_module_hash: hash,
    arg: new Uint8Array(),
  });
  const installed = since();
  await hello.getMessage();
  const answered = since();
  await hello.setMessage('Aloha');
  return [installed, answered, since()];
}

// Linux only: 0 elsewhere.
function cpuSeconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return 0;
  }
}

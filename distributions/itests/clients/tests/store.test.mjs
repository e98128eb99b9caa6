// Time, certified data, large modules and many users at once.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { canister } from '../lib/canisters.mjs';
import { clients } from '../lib/clients.mjs';
import { eventually, rejects } from '../lib/expect.mjs';
import { startNode } from '../lib/node.mjs';
import { replaysAgree } from '../lib/replay.mjs';

let node;
before(async () => (node = await startNode()));
after(() => node?.stop());

// The module with a custom section that says nothing: `size` bytes in which no two chunks are equal.
function padded(wasm, size) {
  const name = new TextEncoder().encode('padding');
  const content = new Uint8Array(1 + name.length + size);
  content[0] = name.length;
  content.set(name, 1);
  for (let i = 1 + name.length; i < content.length; i += 4096) {
    new DataView(content.buffer).setUint32(Math.min(i, content.length - 4), i);
  }
  const length = [];
  for (let rest = content.length; ; rest >>>= 7) {
    length.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    if (rest <= 0x7f) break;
  }
  return new Uint8Array(Buffer.concat([wasm, Uint8Array.of(0, ...length), content]));
}

for (const client of clients) {
  for (const bits of [64, 32]) {
    describe(`${client.name}, ${bits} bits`, () => {
      let user;
      let store;
      before(async () => {
        user = await client.connect(node);
        store = await user.deploy('store', canister(`store-${bits}`));
      });

      const named = (name) => `${client.name}, ${bits} bits: ${name}`;

      test(named('what is put is got'), async () => {
        assert.deepEqual(await store.put('one', 'eins'), []);
        assert.deepEqual(await store.put('one', 'uno'), ['eins']);

        assert.deepEqual(await store.get('one'), ['uno']);
        assert.deepEqual(await store.get('two'), []);
      });

      test(named('what is put before a trap is not there'), async () => {
        await rejects(store.putAndTrap('never', 'seen'), { code: 5, error: 'IC0503', message: /store refuses/ });

        assert.deepEqual(await store.get('never'), []);
      });

      test(named('a heavy update is executed'), async () => {
        const before = await store.size();

        assert.equal(await store.fill(10_000n, 5_000n), before + 5_000n);

        assert.deepEqual(await store.get('key14_999'), ['value14_999']);
      });

      test(named('a timer ticks'), async () => {
        await store.startTicking();

        const ticks = await eventually(() => store.tickCount(), (count) => count >= 3n);

        await eventually(() => store.tickCount(), (count) => count > ticks);
      });

      test(named('certified data is proved by a certificate'), async () => {
        for (const filling of [7, 8]) {
          const data = new Uint8Array(32).fill(filling);
          await store.certify(data);

          const [certificate] = await store.certificate();

          const verified = await client.verify(store.canisterId, new Uint8Array(certificate), node.rootKey);
          const path = ['canister', store.canisterId.toUint8Array(), 'certified_data'];
          assert.deepEqual(new Uint8Array(client.lookupResultToBuffer(verified.lookup_path(path))), data);
        }
      });

      test(named('an upgrade to itself keeps what is stored'), async () => {
        const before = await store.size();

        await user.upgrade(store.canisterId, canister(`store-${bits}`), bits === 64);

        assert.equal(await store.size(), before);
      });
    });
  }

  test(`${client.name}: a module of 3 MB is installed in chunks`, async () => {
    const user = await client.connect(node);
    const canisterId = await user.create();
    const wasm = padded(canister('counter-c'), 3_000_000);

    assert.equal(await user.installChunked(canisterId, wasm), 3);

    assert.equal(await user.actor('plain', canisterId).inc(), 101n);
    const stored = await user.management.stored_chunks({ canister_id: canisterId });
    assert.equal(stored.length, 3);
    await user.management.clear_chunk_store({ canister_id: canisterId });
    assert.deepEqual(await user.management.stored_chunks({ canister_id: canisterId }), []);
  });

  for (const name of ['counter-64', 'counter-c']) {
    test(`${client.name}: 200 updates at once on ${name} are each executed once`, async () => {
      const user = await client.connect(node);
      const isPlain = name === 'counter-c';
      const counter = await user.deploy(isPlain ? 'plain' : 'counter', canister(name));
      const first = await counter.get();

      const answers = await Promise.all(Array.from({ length: 200 }, () => counter.inc()));

      const expected = Array.from({ length: 200 }, (_, i) => first + BigInt(i) + 1n);
      assert.deepEqual(answers.sort((a, b) => Number(a - b)), expected);
      assert.equal(await counter.get(), first + 200n);
    });
  }
}

replaysAgree(() => node);

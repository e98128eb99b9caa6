// Code that fails: the message is rolled back, the canister and the node live on.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { canister } from '../lib/canisters.mjs';
import { clients } from '../lib/clients.mjs';
import { rejects } from '../lib/expect.mjs';
import { startNode } from '../lib/node.mjs';
import { replaysAgree } from '../lib/replay.mjs';

let node;
before(async () => (node = await startNode()));
after(() => node?.stop());

for (const client of clients) {
  describe(client.name, () => {
    let user;
    let counter;
    before(async () => {
      user = await client.connect(node);
      counter = await user.deploy('plain', canister('counter-c'));
    });

    // Every one of them writes 1000 more before it fails.
    const failures = [
      ['write_and_trap', { code: 5, error: 'IC0503', message: /on purpose/ }],
      ['divide_by_zero', { code: 5, error: 'IC0502', message: /divi/ }],
      ['out_of_bounds', { code: 5, error: 'IC0502', message: /out of bounds/ }],
      ['recurse', { code: 5, error: 'IC0502', message: /stack|out of bounds/ }],
    ];
    for (const [method, expected] of failures) {
      test(`${client.name}: ${method} is rejected and rolled back`, async () => {
        const before = await counter.inc();

        await rejects(counter[method](), expected);

        assert.equal(await counter.get(), before);
        assert.equal(await counter.inc(), before + 1n);
      });
    }

    test(`${client.name}: an update without an answer keeps its state and is rejected`, async () => {
      const before = await counter.get();

      await rejects(counter.no_reply(), { code: 5, error: 'IC0506' });

      assert.equal(await counter.get(), before + 1n);
    });

    test(`${client.name}: a canister rejects in its own words`, async () => {
      await rejects(counter.reject(), { code: 4, error: 'IC0406', message: /not today/ });
    });

    test(`${client.name}: a callback that traps is rolled back and cleaned up after`, async () => {
      const count = await counter.get();
      const cleanups = await counter.cleanup_count();

      await rejects(counter.trap_in_callback(), { code: 5, error: 'IC0503', message: /in the callback/ });

      assert.equal(await counter.get(), count + 1n);
      assert.equal(await counter.cleanup_count(), cleanups + 7n);
    });

    test(`${client.name}: a query called as an update is certified, and changes nothing`, async () => {
      const before = await counter.get();

      assert.equal(await user.actor('replicated', counter.canisterId).get(), before);

      assert.equal(await counter.get(), before);
    });

    test(`${client.name}: the same message costs the same instructions each time`, async () => {
      const replicated = user.actor('replicated', counter.canisterId);

      const counts = [await replicated.instructions(), await replicated.instructions(), await counter.instructions()];

      assert.deepEqual(counts, [counts[0], counts[0], counts[0]]);
      assert.ok(counts[0] > 0n && counts[0] < 100_000n, `instructions are ${counts[0]}`);
    });

    test(`${client.name}: what a canister prints is in its log`, async () => {
      await counter.print();

      const { canister_log_records: records } = await user.management.fetch_canister_logs({
        canister_id: counter.canisterId,
      });

      const texts = records.map(({ content }) => new TextDecoder().decode(new Uint8Array(content)));
      assert.ok(texts.includes('printed'), `log is ${JSON.stringify(texts)}`);
    });
  });
}

test('a query that never ends runs into the limit of instructions', { timeout: 300_000 }, async () => {
  const user = await clients[0].connect(node);
  const counter = await user.deploy('plain', canister('counter-c'));

  await rejects(counter.spin_query(), { code: 5, error: 'IC0522', message: /instructions/ });

  assert.equal(await counter.inc(), 101n);
});

replaysAgree(() => node);

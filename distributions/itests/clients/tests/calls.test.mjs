// Canisters that call each other: replies, rejects, traps on either side, cycles.
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

// Each width calls the other, so that both are on both ends.
for (const [client, callerBits, calleeBits] of [
  [clients[0], 64, 32],
  [clients[1], 32, 64],
]) {
  describe(`${client.name}, ${callerBits} bits call ${calleeBits}`, () => {
    let user;
    let caller;
    let callee;
    before(async () => {
      user = await client.connect(node);
      caller = await user.deploy('caller', canister(`caller-${callerBits}`));
      callee = await user.deploy('callee', canister(`callee-${calleeBits}`));
    });

    const named = (name) => `${client.name}, ${callerBits} bits call ${calleeBits}: ${name}`;

    test(named('the reply comes back'), async () => {
      const before = await callee.callCount();

      assert.equal(await caller.double(callee.canisterId, 21n), 42n);

      assert.equal(await callee.callCount(), before + 1n);
    });

    test(named('many calls at once are all answered'), async () => {
      const numbers = Array.from({ length: 20 }, (_, i) => BigInt(i));

      const answers = await Promise.all(numbers.map((n) => caller.double(callee.canisterId, n)));

      assert.deepEqual(answers, numbers.map((n) => 2n * n));
    });

    test(named('a reject arrives with its words'), async () => {
      assert.match(await caller.refused(callee.canisterId, 'not today'), /canister_reject: not today/);
    });

    test(named('a trap of the callee is rolled back there and arrives as a reject'), async () => {
      const before = await callee.callCount();

      assert.match(await caller.failed(callee.canisterId), /canister_error/);

      assert.equal(await callee.callCount(), before);
    });

    test(named('a call to a canister that does not exist is rejected'), async () => {
      const gone = await user.create();
      await user.management.stop_canister({ canister_id: gone });
      await user.management.delete_canister({ canister_id: gone });

      assert.match(await caller.failed(gone), /destination_invalid/);
    });

    test(named('a trap after the reply undoes only what came after it'), async () => {
      const [before, after] = await caller.marks();

      await rejects(caller.trapAfterCall(callee.canisterId), { code: 5, error: 'IC0503' });

      assert.deepEqual(await caller.marks(), [before + 1n, after]);
    });

    test(named('cycles that the callee leaves come back'), async () => {
      const [taken, back] = await caller.pay(callee.canisterId, 1_000_000_000n, 300_000_000n);

      assert.deepEqual([taken, back], [300_000_000n, 700_000_000n]);
    });

    test(named('cycles of a call to nobody come back'), async () => {
      const about = { canister_id: caller.canisterId };
      const gone = await user.create();
      await user.management.stop_canister({ canister_id: gone });
      await user.management.delete_canister({ canister_id: gone });
      const before = (await user.management.canister_status(about)).cycles;

      // Nothing catches the reject in `pay`, so it is the answer to the user.
      await rejects(caller.pay(gone, 10_000_000_000_000n, 0n), { code: 4, error: 'IC0406', message: /IC0301|not found/ });

      const lost = before - (await user.management.canister_status(about)).cycles;
      assert.ok(lost < 1_000_000_000_000n, `${lost} cycles are lost`);
    });

    test(named('a canister stops only when its calls are answered'), async () => {
      const calls = Array.from({ length: 5 }, (_, i) => caller.double(callee.canisterId, BigInt(i)));

      const [answers] = await Promise.all([
        Promise.allSettled(calls),
        user.management.stop_canister({ canister_id: caller.canisterId }),
      ]);

      for (const [i, answer] of answers.entries()) {
        // A call that came too late finds the canister stopping; one that it took is answered.
        if (answer.status === 'fulfilled') {
          assert.equal(answer.value, 2n * BigInt(i));
        } else {
          assert.match(answer.reason.message, /stopp/);
        }
      }
      await user.management.start_canister({ canister_id: caller.canisterId });
      assert.equal(await caller.double(callee.canisterId, 4n), 8n);
    });
  });
}

replaysAgree(() => node);

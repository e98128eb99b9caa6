// An update that uses up all its instructions; it has a node of its own, because interpreted code would take hours.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { canister } from '../lib/canisters.mjs';
import { clients } from '../lib/clients.mjs';
import { rejects } from '../lib/expect.mjs';
import { startNode } from '../lib/node.mjs';
import { replaysAgree } from '../lib/replay.mjs';

let node;
before(async () => (node = await startNode()));
after(() => node?.stop());

test('an update that never ends runs into the limit of instructions', { timeout: 600_000 }, async () => {
  // It takes longer than a synchronous call waits. Actors of @icp-sdk/core 6.1 stumble over a reject that
  // they polled for ("Cannot use 'in' operator"), so this is for the other agent.
  const user = await clients[1].connect(node);
  const counter = await user.deploy('plain', canister('counter-c'));

  await rejects(counter.spin(), { code: 5, error: 'IC0522', message: /instructions/ });

  assert.equal(await counter.inc(), 101n);
});

replaysAgree(() => node, { interpreted: false });

// A canister in TypeScript: an engine for JavaScript inside a module of 3.5 MB.
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

test('a canister in TypeScript answers, changes and rolls back', { timeout: 600_000 }, async () => {
  const user = await clients[0].connect(node);
  const canisterId = await user.create();
  // Above the 2 MiB of a message, therefore in chunks.
  await user.installChunked(canisterId, canister('azle'));
  const hello = user.actor('hello', canisterId);

  assert.equal(await hello.getMessage(), 'Hello world!');
  assert.equal(await hello.setMessage('Aloha'), 1n);
  assert.equal(await hello.getMessage(), 'Aloha');
  await rejects(hello.changeAndThrow(), { code: 5, error: 'IC0503', message: /on purpose/ });
  assert.equal(await hello.getMessage(), 'Aloha');
});

replaysAgree(() => node);

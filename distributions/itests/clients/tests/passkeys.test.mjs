// Users who sign with passkeys, directly and through a session key, as they do with Internet Identity.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { canister } from '../lib/canisters.mjs';
import { clients } from '../lib/clients.mjs';
import { callContent, post, sign } from '../lib/envelope.mjs';
import { startNode } from '../lib/node.mjs';
import { algorithms, passkey } from '../lib/passkey.mjs';

const HOUR = 3_600_000;

let node;
before(async () => (node = await startNode()));
after(() => node?.stop());

for (const client of clients) {
  describe(client.name, () => {
    for (const algorithm of algorithms) {
      test(`${client.name}: a passkey of ${algorithm} signs calls and queries`, async () => {
        const user = await client.connect(node, { identity: passkey(client, algorithm) });
        const counter = await user.deploy('plain', canister('counter-c'));

        const before = await counter.get();

        assert.equal(await counter.inc(), before + 1n);
        assert.equal(await counter.get(), before + 1n);
      });
    }

    test(`${client.name}: a passkey hands over to a session key`, async () => {
      const owner = passkey(client, 'ES256');
      const session = client.Ed25519KeyIdentity.generate();
      const chain = await client.DelegationChain.create(owner, session.getPublicKey(), new Date(Date.now() + HOUR));
      const identity = client.DelegationIdentity.fromDelegation(session, chain);

      const user = await client.connect(node, { identity });
      const counter = await user.deploy('plain', canister('counter-c'));

      assert.equal(user.principal.toText(), owner.getPrincipal().toText());
      const before = await counter.get();
      assert.equal(await counter.inc(), before + 1n);
    });

    test(`${client.name}: a passkey's signature on another challenge is refused`, async () => {
      const user = await client.connect(node, { identity: passkey(client, 'ES256') });
      const counter = await user.deploy('plain', canister('counter-c'));
      const before = await counter.get();
      const call = () =>
        callContent(client, {
          sender: user.principal,
          canisterId: counter.canisterId,
          method: 'inc',
          expiryMillis: Date.now() + 60_000,
        });
      const [one, other] = [await sign(client, user.identity, call()), await sign(client, user.identity, call())];

      const path = `/api/v3/canister/${counter.canisterId}/call`;
      const { status, text } = await post(client, node, path, { ...one, sender_sig: other.sender_sig });

      assert.ok(status >= 400 && status < 500, `answers ${status}, expected 400 to 499: ${text}`);
      assert.match(text, /challenge in web authentication/);
      assert.equal((await post(client, node, path, one)).status, 200);
      assert.equal(await counter.get(), before + 1n);
    });
  });
}

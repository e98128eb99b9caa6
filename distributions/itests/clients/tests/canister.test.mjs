// The life of a canister, by both agents, on memories of 64 and 32 bits.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { canister } from '../lib/canisters.mjs';
import { clients } from '../lib/clients.mjs';
import { rejects } from '../lib/expect.mjs';
import { startNode } from '../lib/node.mjs';
import { replaysAgree } from '../lib/replay.mjs';

let node;
before(async () => (node = await startNode()));
after(() => node?.stop());

const hex = (bytes) => Buffer.from(bytes).toString('hex');
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

for (const client of clients) {
  describe(client.name, () => {
    for (const bits of [64, 32]) {
      describe(`Motoko, ${bits} bits`, () => {
        test(`${client.name}, ${bits} bits: updates change what queries see`, async () => {
          const user = await client.connect(node);
          const counter = await user.deploy('counter', canister(`counter-${bits}`));

          assert.equal(await counter.get(), 0n);
          assert.equal(await counter.inc(), 1n);
          assert.equal(await counter.add(41n), 42n);

          assert.equal(await counter.get(), 42n);
          assert.equal((await counter.whoami()).toText(), user.principal.toText());
        });

        test(`${client.name}, ${bits} bits: a trap changes nothing`, async () => {
          const user = await client.connect(node);
          const counter = await user.deploy('counter', canister(`counter-${bits}`));
          await counter.inc();

          await rejects(counter.incAndTrap(), { code: 5, error: 'IC0503', message: /assertion failed/ });

          assert.equal(await counter.get(), 1n);
        });

        test(`${client.name}, ${bits} bits: an upgrade keeps the state`, async () => {
          const user = await client.connect(node);
          const counter = await user.deploy('counter', canister(`counter-${bits}`));
          await counter.add(7n);

          await user.upgrade(counter.canisterId, canister(`counter-v2-${bits}`), bits === 64);

          assert.equal(await counter.version(), 2n);
          assert.equal(await counter.get(), 7n);
          assert.equal(await counter.inc(), 9n);
        });

        test(`${client.name}, ${bits} bits: a reinstall loses the state`, async () => {
          const user = await client.connect(node);
          const counter = await user.deploy('counter', canister(`counter-${bits}`));
          await counter.add(7n);

          await user.install(counter.canisterId, canister(`counter-${bits}`), { mode: { reinstall: null } });

          assert.equal(await counter.get(), 0n);
        });
      });
    }

    test(`${client.name}: read_state proves hash, controllers, interface, time and subnet`, async () => {
      const user = await client.connect(node);
      const wasm = canister('counter-64');
      const { canisterId } = await user.deploy('counter', wasm);
      const begin = Date.now();

      const status = await client.CanisterStatus.request({
        agent: user.agent,
        canisterId,
        paths: ['time', 'controllers', 'module_hash', 'candid', 'subnet'],
      });

      assert.equal(status.get('module_hash'), sha256(wasm));
      assert.deepEqual(status.get('controllers').map(String), [user.principal.toText()]);
      assert.match(status.get('candid'), /service\s*:[\s\S]*inc\s*:/);
      assert.ok(Math.abs(status.get('time').getTime() - begin) < 60_000, `time is ${status.get('time')}`);
      const subnet = status.get('subnet');
      assert.equal(subnet.subnetId, client.Principal.selfAuthenticating(node.rootKey).toText());
      assert.equal(subnet.nodeKeys.size, 1);
    });

    test(`${client.name}: the certificate of a call is verified with the key of the network`, async () => {
      const user = await client.connect(node);
      const counter = await user.deploy('counter', canister('counter-32'));
      const detailed = client.Actor.createActorWithExtendedDetails(
        ({ IDL }) => IDL.Service({ inc: IDL.Func([], [IDL.Nat], []) }),
        { agent: user.agent, canisterId: counter.canisterId },
      );

      const { result, certificate } = await detailed.inc();

      assert.equal(result, 1n);
      const time = client.lookupResultToBuffer(certificate.lookup_path(['time']));
      assert.ok(time.length >= 8, `time is ${time.length} bytes`);
    });

    test(`${client.name}: a canister that does not exist has no hash and takes no calls`, async () => {
      const user = await client.connect(node);
      const canisterId = await user.create();
      await user.management.stop_canister({ canister_id: canisterId });
      await user.management.delete_canister({ canister_id: canisterId });

      const status = await client.CanisterStatus.request({ agent: user.agent, canisterId, paths: ['module_hash'] });

      assert.ok(!status.get('module_hash'), `hash is ${status.get('module_hash')}`);
      await rejects(user.actor('counter', canisterId).inc(), { code: 3, error: 'IC0301' });
      await rejects(user.actor('counter', canisterId).get(), { code: 3, error: 'IC0301' });
    });

    test(`${client.name}: a canister without code takes no calls`, async () => {
      const user = await client.connect(node);
      const counter = user.actor('counter', await user.create());

      await rejects(counter.inc(), { code: 5, error: 'IC0537' });
      await rejects(counter.get(), { code: 5, error: 'IC0537' });
    });

    test(`${client.name}: a method that does not exist is named`, async () => {
      const user = await client.connect(node);
      const counter = await user.deploy('counter', canister('counter-32'));

      await rejects(counter.nothing(), { code: 5, error: 'IC0536', message: /no update method 'nothing'/ });
      await rejects(counter.version(), { code: 5, error: 'IC0536', message: /no query method 'version'/ });
    });

    test(`${client.name}: canister_status tells module, controllers, memory and cycles`, async () => {
      const user = await client.connect(node);
      const wasm = canister('counter-32');
      const { canisterId } = await user.deploy('counter', wasm);

      const status = await user.management.canister_status({ canister_id: canisterId });

      assert.deepEqual(status.status, { running: null });
      assert.equal(hex(status.module_hash[0]), sha256(wasm));
      assert.deepEqual(status.settings.controllers.map(String), [user.principal.toText()]);
      assert.ok(status.memory_size > BigInt(wasm.length), `memory size is ${status.memory_size}`);
      assert.ok(status.cycles > 0n && status.cycles <= 100_000_000_000_000n, `cycles are ${status.cycles}`);
    });

    test(`${client.name}: a stopped canister takes no calls until it is started`, async () => {
      const user = await client.connect(node);
      const counter = await user.deploy('counter', canister('counter-32'));
      const about = { canister_id: counter.canisterId };

      await user.management.stop_canister(about);

      assert.deepEqual((await user.management.canister_status(about)).status, { stopped: null });
      await rejects(counter.inc(), { code: 5, error: 'IC0508', message: /is stopped/ });
      await rejects(counter.get(), { code: 5, error: 'IC0508', message: /is stopped/ });
      await user.management.start_canister(about);
      assert.equal(await counter.inc(), 1n);
    });

    test(`${client.name}: only controllers manage a canister`, async () => {
      const owner = await client.connect(node);
      const stranger = await client.connect(node);
      const canisterId = await owner.create();
      const about = { canister_id: canisterId };

      const refused = { code: 5, error: 'IC0512' };
      await rejects(stranger.install(canisterId, canister('counter-32')), refused);
      await rejects(stranger.management.stop_canister(about), refused);
      await rejects(stranger.management.canister_status(about), refused);

      await owner.management.update_settings({
        canister_id: canisterId,
        settings: {
          controllers: [[stranger.principal]],
          compute_allocation: [],
          memory_allocation: [],
          freezing_threshold: [],
        },
      });
      await stranger.install(canisterId, canister('counter-32'));
      await rejects(owner.management.stop_canister(about), refused);
    });

    test(`${client.name}: a module that is none, or that breaks the rules, is not installed`, async () => {
      const user = await client.connect(node);
      const canisterId = await user.create();

      await rejects(user.install(canisterId, new TextEncoder().encode('this is no module')), {
        code: 5,
        error: 'IC0505',
      });
      const startsWithCanister = Uint8Array.from(
        // (module (func) (export "canister_unknown" (func 0)))
        [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 7, 20, 1, 16,
          ...new TextEncoder().encode('canister_unknown'), 0, 0, 10, 4, 1, 2, 0, 0x0b],
      );
      await rejects(user.install(canisterId, startsWithCanister), { code: 5, error: 'IC0505' });
      await rejects(user.actor('counter', canisterId).inc(), { code: 5, error: 'IC0537' });
    });

    test(`${client.name}: code is installed once, and upgraded only where there is some`, async () => {
      const user = await client.connect(node);
      const canisterId = await user.create();

      await rejects(user.upgrade(canisterId, canister('counter-32'), false), { code: 5, error: 'IC0537' });
      await user.install(canisterId, canister('counter-32'));
      await rejects(user.install(canisterId, canister('counter-32')), { code: 5, error: 'IC0514' });
    });
  });
}

replaysAgree(() => node);

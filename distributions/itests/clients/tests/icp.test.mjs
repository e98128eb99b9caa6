// The official command line, icp 1.5, on a network that it is connected to and did not start. Its ways to
// create a canister go through the cycles ledger; the canister is made by an agent and linked.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { canister, canisterFile } from '../lib/canisters.mjs';
import { clients } from '../lib/clients.mjs';
import { startNode } from '../lib/node.mjs';
import { replaysAgree } from '../lib/replay.mjs';

const binary = join(
  dirname(createRequire(import.meta.url).resolve('@icp-sdk/icp-cli-linux-x64/package.json')),
  'bin/icp',
);

let node;
let home;
let project;
let user;
let canisterId;

before(async () => {
  node = await startNode();
  home = mkdtempSync(join(tmpdir(), 'atoll-icp-'));
  project = join(home, 'project');
  mkdirSync(project);
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(join(home, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const seed = new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(-32));
  user = await clients[0].connect(node, { identity: clients[0].Ed25519KeyIdentity.generate(seed) });
  canisterId = await user.create();
  useModule('counter-64');
  writeFileSync(
    join(project, 'icp.yaml'),
    `canisters:
  - name: counter
    build:
      steps:
        - type: pre-built
          path: counter.wasm
networks:
  - name: atoll
    mode: connected
    url: ${node.url}
    root-key: fetch
environments:
  - name: atoll
    network: atoll
    canisters: [counter]
`,
  );
});

after(async () => {
  if (home !== undefined) rmSync(home, { recursive: true, force: true });
  await node?.stop();
});

function useModule(name) {
  copyFileSync(canisterFile(name), join(project, 'counter.wasm'));
}

// Nothing of the user who runs the tests is read or written.
async function icp(...args) {
  const env = { PATH: process.env.PATH, HOME: home, DO_NOT_TRACK: '1', NO_COLOR: '1' };
  try {
    const { stdout } = await promisify(execFile)(binary, args, { cwd: project, env, timeout: 120_000 });
    return stdout.trim();
  } catch (error) {
    throw new Error(`icp ${args.join(' ')}: exit ${error.code}\n${error.stdout}${error.stderr}`, { cause: error });
  }
}

const on = ['-e', 'atoll'];

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

test('icp takes the identity and the network', async () => {
  await icp('identity', 'import', '--storage', 'plaintext', '--from-pem', join(home, 'key.pem'), 'tester');
  await icp('identity', 'default', 'tester');

  assert.equal(await icp('identity', 'principal'), user.principal.toText());
  assert.match(await icp('network', 'ping', 'atoll'), /root_key/);
  await icp('canister', 'link', 'counter', canisterId.toText(), ...on);
});

test('icp deploys a module to the linked canister', async () => {
  await icp('deploy', '--no-create', '--yes', ...on);

  assert.equal(await icp('canister', 'call', 'counter', 'inc', '()', ...on), '(1 : nat)');
  assert.equal(await icp('canister', 'call', '--query', 'counter', 'get', '()', ...on), '(1 : nat)');
});

test('icp shows the status', async () => {
  const status = JSON.parse(await icp('canister', 'status', 'counter', '--json', ...on));

  assert.equal(status.id, canisterId.toText());
  assert.match(JSON.stringify(status), /running/i);
  assert.match(JSON.stringify(status), new RegExp(sha256(canister('counter-64'))));
  assert.match(JSON.stringify(status), new RegExp(user.principal.toText()));
});

test('icp upgrades and the state stays', async () => {
  useModule('counter-v2-64');

  await icp('deploy', '--no-create', '--yes', ...on);

  assert.equal(await icp('canister', 'call', '--query', 'counter', 'get', '()', ...on), '(1 : nat)');
  assert.equal(await icp('canister', 'call', 'counter', 'inc', '()', ...on), '(3 : nat)');
});

test('icp stops and starts', async () => {
  await icp('canister', 'stop', 'counter', ...on);

  assert.match(await icp('canister', 'status', 'counter', ...on), /stopped/i);
  await assert.rejects(icp('canister', 'call', 'counter', 'inc', '()', ...on), /is stopped|IC0508/);

  await icp('canister', 'start', 'counter', ...on);
  assert.equal(await icp('canister', 'call', 'counter', 'inc', '()', ...on), '(5 : nat)');
});

test('icp reads the interface and changes the settings', async () => {
  assert.match(await icp('canister', 'metadata', 'counter', 'candid:service', ...on), /inc\s*:/);

  await icp('canister', 'settings', 'update', 'counter', '--freezing-threshold', '2592001', ...on);

  assert.match(await icp('canister', 'settings', 'show', 'counter', ...on), /2[_,]?592[_,]?001/);
});

test('icp reinstalls from a file', async () => {
  const wasm = canisterFile('counter-32');

  await icp('canister', 'install', 'counter', '--wasm', wasm, '--mode', 'reinstall', '--yes', ...on);

  assert.equal(await icp('canister', 'call', '--query', 'counter', 'get', '()', ...on), '(0 : nat)');
});

test('icp deletes the canister', async () => {
  await icp('canister', 'stop', 'counter', ...on);

  await icp('canister', 'delete', '--no-recover-cycles', 'counter', ...on);

  await assert.rejects(user.actor('counter', canisterId).get(), /IC0301/);
});

replaysAgree(() => node);

// Builds the canisters that the tests install, with the compilers that their authors use. What is built
// lies in target/, under a name that holds a hash of all that went in, and is built again when that changes.
//
// usage: node lib/canisters.mjs    builds all of them
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = join(root, 'target', 'canisters');

// Memory of 64 bits and enhanced orthogonal persistence.
const motoko64 = (source) => ({
  source: `canisters/motoko/${source}.mo`,
  tools: ['node_modules/motoko/package.json', 'lib/compile-motoko.mjs'],
  build: (output) => run(process.execPath, ['lib/compile-motoko.mjs', 'motoko', `canisters/motoko/${source}.mo`, output]),
});

// Memory of 32 bits and classical persistence, by the last compiler that makes it without a flag.
const motoko32 = (source) => ({
  source: `canisters/motoko/${source}.mo`,
  tools: ['node_modules/motoko/package.json', 'node_modules/motoko-classic/package.json', 'lib/compile-motoko.mjs'],
  build: (output) => run(process.execPath, ['lib/compile-motoko.mjs', 'motoko-classic', `canisters/motoko/${source}.mo`, output]),
});

const c = (source) => ({
  source: `canisters/c/${source}.c`,
  tools: [],
  build: (output) =>
    run('clang', [
      '--target=wasm32', '-O2', '-nostdlib', '-Wall', '-Werror', '-Wno-infinite-recursion',
      '-Wl,--no-entry', '-Wl,--export-table', '-Wl,--stack-first', '-Wl,-z,stack-size=1048576',
      '-o', output, `canisters/c/${source}.c`,
    ]),
});

const azle = () => ({
  source: 'canisters/azle/index.ts',
  tools: ['node_modules/azle/package.json'],
  build: buildAzle,
});

const canisters = {
  'counter-64': motoko64('counter'),
  'counter-32': motoko32('counter'),
  'counter-v2-64': motoko64('counter_v2'),
  'counter-v2-32': motoko32('counter_v2'),
  'caller-64': motoko64('caller'),
  'caller-32': motoko32('caller'),
  'callee-64': motoko64('callee'),
  'callee-32': motoko32('callee'),
  'store-64': motoko64('store'),
  'store-32': motoko32('store_base'),
  'counter-c': c('counter'),
  azle: azle(),
};

function run(command, args, options = {}) {
  try {
    execFileSync(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  } catch (error) {
    const said = [error.stdout, error.stderr].filter(Boolean).join('').trim();
    throw new Error(`${command} ${args.join(' ')}: ${said || error.message}`, { cause: error });
  }
}

// The command of azle, which asks dfx for nothing when it is told where the Candid goes. It finds its
// settings in a dfx.json, and the source from there.
function buildAzle(output) {
  const project = `${output}.project`;
  mkdirSync(project, { recursive: true });
  const dfx = { canisters: { hello: { type: 'azle', main: '../../../canisters/azle/index.ts' } } };
  writeFileSync(join(project, 'dfx.json'), JSON.stringify(dfx));
  run(
    process.execPath,
    [join(root, 'node_modules/tsx/dist/cli.mjs'), join(root, 'node_modules/azle/src/build.ts'), 'build', 'hello'],
    { cwd: project, env: { ...process.env, CANISTER_CANDID_PATH: join(project, 'hello.did') } },
  );
  renameSync(join(project, '.azle/hello/hello.wasm'), output);
  rmSync(project, { recursive: true });
}

function fingerprint(name, { source, tools }) {
  const hash = createHash('sha256');
  hash.update(readFileSync(fileURLToPath(import.meta.url)));
  for (const file of [source, ...tools]) {
    hash.update(`${name}\0${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Where the built module lies; builds it when it does not exist. */
export function canisterFile(name) {
  const canister = canisters[name];
  if (canister === undefined) {
    throw new Error(`no canister is called ${name}, expected one of ${Object.keys(canisters).join(', ')}`);
  }
  const file = join(target, `${name}-${fingerprint(name, canister)}.wasm`);
  if (!existsSync(file)) {
    mkdirSync(target, { recursive: true });
    const unfinished = `${file}.${process.pid}`;
    canister.build(unfinished);
    renameSync(unfinished, file);
  }
  return file;
}

/** The module of a canister, as it is uploaded. */
export function canister(name) {
  return new Uint8Array(readFileSync(canisterFile(name)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const name of Object.keys(canisters)) {
    const begin = performance.now();
    const size = canister(name).length;
    console.log(`${name}: ${size} bytes, ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  }
}

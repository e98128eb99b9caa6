// Compiles one Motoko source; a process of its own, because the compiler keeps state.
// usage: node compile-motoko.mjs <motoko|motoko-classic> <source.mo> <target.wasm>
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';

const require = createRequire(import.meta.url);
const [, , compiler, source, target] = process.argv;
const motoko = require(compiler).default ?? require(compiler);
motoko.loadPackage(require('motoko/packages/latest/core.json'));
if (compiler === 'motoko-classic') {
  motoko.loadPackage(require('motoko-classic/packages/latest/base.json'));
}
const name = basename(source);
motoko.write(name, readFileSync(source, 'utf8'));
motoko.setPublicMetadata(['candid:service']);
const errors = motoko.check(name).filter((diagnostic) => diagnostic.severity === 1);
if (errors.length > 0) {
  for (const { source: file, range, message } of errors) {
    console.error(`${file}:${range.start.line + 1}:${range.start.character + 1}: ${message}`);
  }
  process.exit(1);
}
const { wasm } = motoko.wasm(name, 'ic');
writeFileSync(target, wasm);

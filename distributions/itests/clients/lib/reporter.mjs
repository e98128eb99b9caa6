// Prints a line per test, the reasons of failures at the end, and last the line that the build reads:
// `N passed, N failed`. A skipped test counts as failed: nothing is left out in silence.
import { basename } from 'node:path';
import { inspect } from 'node:util';

export default async function* report(events) {
  const failures = [];
  let passed = 0;
  let file = '';
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') {
      continue;
    }
    const group = data.details?.type === 'suite';
    // A failed group repeats the failures of its tests, unless it failed by itself.
    if (group && (type === 'test:pass' || data.details.error?.failureType === 'subtestsFailed')) {
      continue;
    }
    // A file is a test too when the runner gives it a process; it repeats its tests likewise.
    if (data.file === undefined || data.name === data.file) {
      if (type === 'test:pass' || data.details?.error?.failureType === 'subtestsFailed') {
        continue;
      }
    }
    if (data.file !== undefined && data.file !== file) {
      file = data.file;
      yield `\n${basename(file)}\n`;
    }
    const took = `${((data.details?.duration_ms ?? 0) / 1000).toFixed(1)} s`;
    if (type === 'test:pass' && !data.skip && !data.todo) {
      passed++;
      yield `  ok      ${data.name} (${took})\n`;
    } else {
      failures.push(data);
      yield `  FAILED  ${data.name} (${took})${data.skip || data.todo ? ': skipped' : ''}\n`;
    }
  }
  for (const { file: at, name, details } of failures) {
    if (details?.error?.failureType === 'cancelledByParent') {
      continue; // the group says why
    }
    const error = details?.error?.cause ?? details?.error ?? 'skipped';
    yield `\n${at === undefined ? '' : `${basename(at)}: `}${name}\n${indent(text(error))}\n`;
  }
  yield `\n${passed} passed, ${failures.length} failed\n`;
}

const text = (error) => (error instanceof Error ? (error.stack ?? error.message) : typeof error === 'string' ? error : inspect(error));

const indent = (lines) => lines.replace(/^/gm, '    ');

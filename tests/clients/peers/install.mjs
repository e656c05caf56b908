// @ts-check
// Installs other people's clients into build/clients, where they are not there as package-lock.json says. Usage: node tests/clients/peers/install.mjs
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = new URL('./', import.meta.url);
const there = new URL('../../../build/clients/', import.meta.url);
const done = new URL('installed.json', there);
const lock = readFileSync(new URL('package-lock.json', here), 'utf8');

if (!existsSync(done) || readFileSync(done, 'utf8') !== lock) {
  mkdirSync(there, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(new URL(file, here), new URL(file, there));
  execFileSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: fileURLToPath(there), stdio: 'inherit' });
  writeFileSync(done, lock);
}

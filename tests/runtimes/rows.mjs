// @ts-check
// Every place where JavaScript runs, a row each: how its project is built and started, and what it says then.
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openProject } from './project.mjs';

/** @typedef {import('./project.mjs').Project} Project */
/** @typedef {import('./stage.mjs').Stage} Stage */
/** @typedef {{ t: import('node:test').TestContext, project: Project, stage: Stage }} Scene */
/**
 * @typedef {object} Row
 * @property {string} title as README.md has it
 * @property {string} needs what README.md says that it needs
 * @property {string} folder of its project
 * @property {string[]} [bases] folders whose files the project has, too
 * @property {'default' | 'all' | 'demand'} from which level of scripts/test on; "demand": FMID_RUNTIMES=slow scripts/test runtimes
 * @property {(scene: Scene) => Promise<string>} [without] what fmid says where that is missing
 * @property {(scene: Scene) => Promise<string | string[]>} play gives the contact that it found, everywhere it looked
 */

const kind = `${process.platform}-${process.arch}`;
/** @param {Project} project */
const nodeOf = ({ installed }) => installed(`node-${kind}/bin/node`);
/** For tools that want a newer Node than Debian's. */
const newestNode = async () => nodeOf(await openProject('node-newest'));

/** @param {Scene} scene @param {string} program @param {string[]} args */
const line = async ({ project, stage }, program, args) => (await project.run(program, args, { env: stage.env })).trim();

/** What a bundler put into a folder signs in. @param {Scene} scene @param {string} folder */
const built = async ({ t, project, stage }, folder) => stage.signInAt(t, await stage.site(t, join(project.folder, folder)), { relay: true });

/** Beside a script of this name. @param {Scene} scene @param {string} folder */
const copyPage = ({ project }, folder) => cpSync(join(project.folder, 'index.html'), join(project.folder, folder, 'index.html'));

/** A project whose tool is told nothing. @param {Scene} scene @param {string} config */
const withoutSettings = ({ project }, config) => rmSync(join(project.folder, config));

/** @param {Scene} scene */
const viteServes = ({ t, project }) => project.serve(t, 'vite/bin/vite.js', ['--host', '127.0.0.1', '--port', '0']);

/** @param {string} version @param {Pick<Row, 'folder' | 'bases' | 'from'>} where @param {Partial<Row>} [needing] what the development server needs */
const viteRows = (version, where, needing) => /** @type {Row[]} */ ([
  {
    title: `Vite ${version}, development server`,
    needs: '',
    ...where,
    ...needing,
    play: async (scene) => scene.stage.signInAt(scene.t, await viteServes(scene)),
  },
  {
    title: `Vite ${version}, build`,
    needs: '',
    ...where,
    async play(scene) {
      await scene.project.build('vite/bin/vite.js', ['build']);
      return built(scene, 'dist');
    },
  },
]);

/** Until version 8, which takes along what a dependency names by its address. @type {Partial<Row>} */
const VITE_NEEDS = {
  needs: '`optimizeDeps: { exclude: [\'fmid\'] }`',
  async without(scene) {
    withoutSettings(scene, 'vite.config.js');
    return scene.stage.failureAt(scene.t, await viteServes(scene));
  },
};

/** @param {'turbopack' | 'webpack'} bundler @param {Pick<Row, 'title' | 'needs' | 'without'>} row @returns {Row} */
const nextRow = (bundler, row) => ({
  ...row,
  folder: 'next',
  from: 'demand',
  async play(scene) {
    const { t, project, stage } = scene;
    if (!row.needs) withoutSettings(scene, 'next.config.mjs');
    // Next.js 16.4.6 builds no edge route with webpack, whatever is in it: it misses route_client-reference-manifest.js.
    const routes = bundler === 'webpack' ? ['node'] : ['node', 'edge'];
    if (bundler === 'webpack') rmSync(join(project.folder, 'app/edge'), { recursive: true });
    await project.build('next/dist/bin/next', ['build', `--${bundler}`], NEXT_ENV);
    const url = await project.serve(t, 'next/dist/bin/next', ['start', '-p', '0', '-H', '127.0.0.1']);
    return [...(await Promise.all(routes.map((route) => askRoute(scene, url, route)))), ...(await stage.signInAt(t, url))];
  },
});

const NEXT_ENV = { NEXT_TELEMETRY_DISABLED: '1' };

/** @param {Scene} scene @param {string} url @param {string} route */
const askRoute = async ({ stage }, url, route) => (await fetch(`${url}${route}`, { method: 'POST', body: JSON.stringify(stage.settings) })).text();

/** @type {Row[]} */
export const ROWS = [
  { title: 'Node 18.3', needs: '', folder: 'node-oldest', from: 'all', play: (scene) => line(scene, nodeOf(scene.project), ['program.mjs']) },
  { title: 'Node 26', needs: '', folder: 'node-newest', from: 'all', play: (scene) => line(scene, nodeOf(scene.project), ['program.mjs']) },
  { title: 'Deno 2', needs: '`--allow-net --allow-env --allow-read`', folder: 'deno', from: 'all', play: (scene) => line(scene, process.execPath, [scene.project.installed('deno/bin.cjs'), ...'run --allow-net --allow-env --allow-read program.mjs'.split(' ')]) },
  { title: 'Bun 1', needs: '', folder: 'bun', from: 'all', play: (scene) => line(scene, scene.project.installed(`@oven/bun-${kind.replace('arm64', 'aarch64')}/bin/bun`), ['program.mjs']) },
  {
    title: 'Cloudflare Workers',
    needs: '`import wasm from \'fmid/fmid-core.wasm\'`',
    folder: 'workers',
    from: 'all',
    async play(scene) {
      await scene.project.build('../build.mjs', []);
      return (await line(scene, await newestNode(), ['run.mjs'])).split('\n');
    },
  },
  {
    title: 'AWS Lambda, CommonJS by esbuild',
    needs: '`fmid-core.wasm` beside the bundle',
    folder: 'lambda',
    from: 'default',
    async play(scene) {
      cpSync(scene.project.installed('fmid/fmid-core.wasm'), join(scene.project.folder, 'out/fmid-core.wasm'));
      await scene.project.run(scene.project.installed('esbuild/bin/esbuild'), ['handler.mjs', '--bundle', '--platform=node', '--target=node18', '--outdir=out', '--out-extension:.js=.cjs']);
      return [await line(scene, process.execPath, ['invoke.cjs']), await line(scene, process.execPath, ['invoke.cjs', '--without-crypto'])];
    },
  },
  { title: 'Rendering on a server (`import \'fmid/element\'`)', needs: '', folder: 'ssr', from: 'default', play: (scene) => line(scene, process.execPath, ['render.mjs']) },
  ...viteRows('8', { folder: 'vite', from: 'all' }),
  ...viteRows('7', { folder: 'vite-7', bases: ['vite-6'], from: 'demand' }, VITE_NEEDS),
  ...viteRows('6', { folder: 'vite-6', from: 'demand' }, VITE_NEEDS),
  {
    title: 'esbuild',
    needs: '`fmid-core.wasm` and `fmid-core-scalar.wasm` beside the bundle',
    folder: 'esbuild',
    from: 'default',
    async play(scene) {
      await scene.project.run(scene.project.installed('esbuild/bin/esbuild'), ['page.js', '--bundle', '--format=esm', '--minify', '--outdir=public']);
      for (const file of ['fmid-core.wasm', 'fmid-core-scalar.wasm']) cpSync(scene.project.installed(`fmid/${file}`), join(scene.project.folder, 'public', file));
      copyPage(scene, 'public');
      return built(scene, 'public');
    },
  },
  {
    title: 'webpack 5',
    needs: '',
    folder: 'webpack',
    from: 'all',
    async play(scene) {
      await scene.project.build('webpack/bin/webpack.js', []);
      copyPage(scene, 'public');
      return built(scene, 'public');
    },
  },
  {
    title: 'Rollup 4',
    needs: '`@web/rollup-plugin-import-meta-assets`',
    folder: 'rollup',
    from: 'demand',
    async play(scene) {
      await scene.project.build('rollup/dist/bin/rollup', ['-c']);
      copyPage(scene, 'public');
      return built(scene, 'public');
    },
  },
  {
    title: 'Parcel 2',
    needs: '',
    folder: 'parcel',
    from: 'demand',
    async play(scene) {
      await scene.project.build('parcel/lib/bin.js', ['build', 'index.html', '--dist-dir', 'public', '--no-cache', '--cache-dir', '.parcel-cache']);
      return built(scene, 'public');
    },
  },
  nextRow('turbopack', { title: 'Next.js 16, Turbopack: route, edge, client', needs: '' }),
  nextRow('webpack', {
    title: 'Next.js 16, webpack: route, client',
    needs: '`serverExternalPackages: [\'fmid\']`',
    async without(scene) {
      withoutSettings(scene, 'next.config.mjs');
      const url = await scene.project.serve(scene.t, 'next/dist/bin/next', ['dev', '--webpack', '-p', '0', '-H', '127.0.0.1'], NEXT_ENV);
      return askRoute(scene, url, 'node');
    },
  }),
  {
    title: 'Jest 30, jsdom',
    needs: '`testEnvironment: \'jest-fixed-jsdom\'`',
    folder: 'jest',
    from: 'demand',
    async play({ project, stage }) {
      await project.build('jest/bin/jest.js', ['--ci'], { ...stage.env, NODE_OPTIONS: '--experimental-vm-modules' });
      return []; // it has looked for the contact itself
    },
  },
  {
    title: 'Vitest 5, jsdom',
    needs: '`environment: \'jsdom\'`',
    folder: 'vitest',
    from: 'demand',
    async play({ project, stage }) {
      await project.run(await newestNode(), [project.installed('vitest/vitest.mjs'), 'run'], { env: stage.env, timeout: 60_000 });
      return [];
    },
  },
];

/** As README.md has it. */
export const TABLE = ['| where it is tried | what it needs |', '|---|---|', ...ROWS.map(({ title, needs }) => `| ${title} | ${needs || 'nothing'} |`)].join('\n');

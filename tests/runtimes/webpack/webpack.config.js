export default {
  mode: 'production',
  entry: './page.js',
  output: { path: new URL('public', import.meta.url).pathname, filename: 'page.js', module: true },
  experiments: { outputModule: true },
};

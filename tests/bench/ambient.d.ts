// What tests/bench/bundle.mjs resolves: files inside the installed peers, which come without types for them.
declare module '@peers/*';

// What programs in Node write must compile without the DOM's types.
import { createServer } from 'node:http';
import { createClient, type SavedSignIn, type TokenStorage } from 'fmid';
import { createRelay, type RelayOptions } from 'fmid/node';

const options: RelayOptions = { allow: ['acme.account.filemaker-cloud.com', '*.example.com', 'http://127.0.0.1:8081'] };
const relay = createRelay({ ...options, prefix: '/fm' });
createServer((request, response) => {
  const answered: boolean = relay(request, response);
  if (!answered) response.writeHead(404).end();
});

let kept: SavedSignIn | undefined;
const storage: TokenStorage = {
  load: async () => kept,
  save(signIn) {
    kept = signIn;
  },
  clear() {
    kept = undefined;
  },
};
void createClient({ storage, wasm: new Uint8Array() });

import wasm from 'fmid/fmid-core.wasm';
import { firstContact } from './first-contact.mjs';

export default {
  async fetch(request, { SETTINGS }) {
    return new Response(await firstContact(SETTINGS, { wasm }).catch(String));
  },
};

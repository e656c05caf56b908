import { firstContact } from '../../first-contact.mjs';
import wasm from '../../node_modules/fmid/fmid-core.wasm?module';

export const runtime = 'edge';

export async function POST(request) {
  return new Response(await firstContact(await request.json(), { wasm }));
}

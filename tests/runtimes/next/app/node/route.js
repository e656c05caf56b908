import { firstContact } from '../../first-contact.mjs';

export async function POST(request) {
  return new Response(await firstContact(await request.json()).catch(String));
}

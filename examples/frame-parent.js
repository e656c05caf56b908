// @ts-check
// The page that frame.js is embedded in. It believes messages of that frame and that origin, and of nobody else.
import { frameAddress } from './config.js';

const frame = document.createElement('iframe');
frame.title = 'Sign in';
frame.src = frameAddress;
const status = document.createElement('p');
status.setAttribute('role', 'status');
document.body.append(frame, status);

addEventListener('message', ({ source, origin, data }) => {
  if (source !== frame.contentWindow || origin !== new URL(frameAddress).origin || data?.type !== 'fmid-tokens') return;
  status.textContent = `Signed in until ${new Date(data.expiresAt).toISOString()}`;
});

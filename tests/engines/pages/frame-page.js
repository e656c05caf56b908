// @ts-check
import { report } from './probe.js';

addEventListener('message', ({ data }) => report(data));
const frame = document.createElement('iframe');
frame.setAttribute('sandbox', 'allow-scripts');
frame.src = './frame.html';
document.body.append(frame);

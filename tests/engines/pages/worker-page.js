// @ts-check
import { report } from './probe.js';

const worker = new Worker('./worker.js', { type: 'module' });
worker.onmessage = ({ data }) => report(data);
worker.onerror = ({ message }) => report({ error: message });

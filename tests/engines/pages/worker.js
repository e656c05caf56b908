// @ts-check
import { probe, settings } from './probe.js';

postMessage(await probe(await settings()));

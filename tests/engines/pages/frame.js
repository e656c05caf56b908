// @ts-check
import { probe, settings } from './probe.js';

parent.postMessage(await probe(await settings()), '*'); // its own origin is opaque, and the test's parent knows it

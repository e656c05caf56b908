// @ts-check
// How the element looks. A page changes it by the custom properties below and by ::part(…). scripts/build writes it to sign-in.css too.
import { make } from './dom.js';

/** No number sign and no percent sign before a digit: this also travels unescaped in a data: address. */
export const CSS = `
:host {
  --_accent: var(--fmid-accent, rgb(0 87 173));
  --_on-accent: var(--fmid-on-accent, white);
  --_text: var(--fmid-text, rgb(28 30 33));
  --_muted: var(--fmid-muted, rgb(84 88 94));
  --_background: var(--fmid-background, white);
  --_border: var(--fmid-border, rgb(126 130 137));
  --_error: var(--fmid-error, rgb(168 19 19));
  --_radius: var(--fmid-radius, 6px);
  display: block;
  max-width: 26rem;
  color-scheme: light dark;
  color: var(--_text);
  font: var(--fmid-font, 16px/1.45 system-ui, sans-serif);
}
@media (prefers-color-scheme: dark) {
  :host {
    --_accent: var(--fmid-accent, rgb(138 190 255));
    --_on-accent: var(--fmid-on-accent, rgb(10 20 34));
    --_text: var(--fmid-text, rgb(233 235 238));
    --_muted: var(--fmid-muted, rgb(176 182 190));
    --_background: var(--fmid-background, rgb(28 30 34));
    --_border: var(--fmid-border, rgb(140 146 154));
    --_error: var(--fmid-error, rgb(255 155 150));
  }
}
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; }
[part~=card] { background: var(--_background); border: 1px solid var(--_border); border-radius: var(--_radius); padding: 1.25rem; }
h2 { font-size: 1.25rem; line-height: 1.25; margin: 0; }
p { margin: 0; }
[part~=card], form, .screen { display: grid; gap: .75rem; }
[part~=field] { display: grid; gap: .25rem; }
label, legend { font-weight: 600; }
fieldset { border: 0; margin: 0; padding: 0; display: grid; gap: .25rem; }
[part~=choice] { display: flex; gap: .5rem; align-items: center; min-height: 2.75rem; font-weight: 400; }
[role=alert]:empty { display: contents; }
.row { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
.row > input { flex: 1 1 12rem; min-width: 0; }
input, button { font: inherit; color: inherit; border-radius: var(--_radius); border: 1px solid var(--_border); min-height: 2.75rem; padding: .375rem .75rem; background: transparent; }
input[type=radio] { min-height: 0; accent-color: var(--_accent); }
[part~=code] { letter-spacing: .2em; font-variant-numeric: tabular-nums; max-width: 12rem; }
button { cursor: pointer; }
[part~=primary] { background: var(--_accent); color: var(--_on-accent); border-color: var(--_accent); font-weight: 600; }
[aria-disabled=true] { cursor: progress; }
:focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; }
a { color: var(--_accent); }
[part~=hint], [part~=progress] { color: var(--_muted); font-size: .9em; }
[part~=progress][data-busy]::before { content: ""; display: inline-block; width: .8em; height: .8em; margin-right: .5em; border: 2px solid; border-right-color: transparent; border-radius: 1em; animation: turn 1s linear infinite; }
@keyframes turn { to { transform: rotate(1turn); } }
@media (prefers-reduced-motion: reduce) { [part~=progress][data-busy]::before { animation: none; } }
[part~=notice] { color: var(--_error); border-left: 4px solid; padding: .25rem .75rem; }
[part~=setup] { display: flex; flex-wrap: wrap; gap: 1rem; align-items: center; }
[part~=by-hand] { display: grid; gap: .5rem; flex: 1 1 10rem; }
[part~=qr] { width: 12rem; height: auto; }
[part~=secret] { overflow-wrap: anywhere; }
`;

/** One for all elements of the page. @type {CSSStyleSheet | undefined} */
let shared;

/**
 * Constructed sheets are no inline style: a CSP without 'unsafe-inline' lets them be. WebKit before Safari 16.4 has none, and there gets
 * the file that such a CSP allows from where the scripts come; a page that is one file has its own policy, and the rules inline.
 * @param {ShadowRoot} root
 */
export function adoptStyles(root) {
  if ('adoptedStyleSheets' in root) {
    shared ??= new CSSStyleSheet();
    if (shared.cssRules.length === 0) shared.replaceSync(CSS);
    root.adoptedStyleSheets = [shared];
    return;
  }
  const { protocol, href } = new URL('./sign-in.css', import.meta.url);
  /** @type {ShadowRoot} */ (root).append(protocol === 'file:' ? make('style', {}, CSS) : make('link', { rel: 'stylesheet', href }));
}

// @ts-check
// Which paths are relayed: calls of the three APIs, spelled so that no server on the way can read them as another.

const APIS = ['/fmi/data/', '/fmi/odata/', '/fmi/admin/api/'];
/** As often as a path is decoded by mistake, and once more. */
const DECODINGS = 4;

/** @param {string} path with its query */
export function isCleanPath(path) {
  if (!APIS.some((api) => path.startsWith(api))) return false;
  if (!/^[\w\-.~!$&'()*+,;=:@/?%]*$/.test(path) || /%(?![0-9a-f]{2})/i.test(path)) return false;
  const [plain] = path.split('?');
  // encodeURIComponent writes a dot as it is: whoever encodes one hides it.
  if (/%2e/i.test(plain)) return false;
  const segments = plain.slice(1).replace(/\/$/, '').split('/');
  return segments.every(isCleanSegment);
}

/** @param {string} segment as it is in the path */
function isCleanSegment(segment) {
  let text = segment;
  for (let i = 0; i < DECODINGS; i++) {
    if (isStep(text) || /[/\\]|[\0-\x1f\x7f]/.test(text)) return false;
    let decoded;
    try {
      decoded = decodeURIComponent(text);
    } catch {
      // Not UTF-8, as %c0%ae, a dot to servers that do not look. Decoded once, a name may well have a percent sign that encodes nothing.
      return i > 0;
    }
    if (decoded === text) return true;
    text = decoded;
  }
  return false;
}

/**
 * Nothing but dots, as a step up or down the path: also before the parameters that some servers cut off ("..;x"), with spaces that others
 * trim, and in the wide dots that others make narrow.
 * @param {string} segment
 */
function isStep(segment) {
  const [name] = segment.normalize('NFKC').split(';');
  return /^[.\s\p{Cf}]*$/u.test(name);
}

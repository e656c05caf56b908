// @ts-check
// Opens the connection to the pool while the person types: the name, TCP and TLS are done when the proof is. Nothing is sent, and nothing
// happens before somebody types.

/** @param {HTMLInputElement} input @param {() => string | undefined} endpoint */
export function preconnectWhileTyping(input, endpoint) {
  /** @type {Set<string>} */
  const done = new Set();
  input.addEventListener('input', () => {
    const address = endpoint();
    if (!address || !URL.canParse(address)) return;
    const { origin } = new URL(address);
    if (done.has(origin)) return;
    done.add(origin);
    const link = document.createElement('link');
    link.rel = 'preconnect';
    link.href = origin;
    link.crossOrigin = 'anonymous'; // requests without cookies use connections of their own
    document.head.append(link);
  });
}

// @ts-check
// Whether somebody was signed in when this page was loaded again: the tab's history entry remembers that, and nothing else.

export function createVisit() {
  const wasSignedIn = history.state?.signedIn === true;
  // Where one had scrolled to is not there any more.
  if (wasSignedIn) history.scrollRestoration = 'manual';
  return {
    wasSignedIn,
    /** @param {boolean} signedIn */
    set signedIn(signedIn) {
      history.replaceState({ signedIn }, '');
    },
  };
}

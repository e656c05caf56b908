// React 19 sets properties of custom elements and listens to their events as it does with its own.
import 'fmid/element';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { pool } from './config.js';

function SignIn() {
  const [until, setUntil] = useState('');
  return (
    <>
      <fmid-sign-in {...pool} onfmid-tokens={({ detail }) => setUntil(new Date(detail.expiresAt).toISOString())} />
      <p role="status">{until && `Signed in until ${until}`}</p>
    </>
  );
}

createRoot(document.body.appendChild(document.createElement('main'))).render(<SignIn />);

'use client';
import { useEffect, useRef } from 'react';
import 'fmid/element';

export default function Page() {
  const place = useRef(null);
  useEffect(() => {
    const element = place.current;
    element.addEventListener('fmid-session', async ({ detail: contacts }) => {
      const { records } = await contacts.list('Contacts', { limit: 1 });
      document.title = records[0].fieldData.Name;
    });
    Object.assign(element, { database: 'Contacts', ...JSON.parse(decodeURIComponent(location.hash.slice(1))) });
  }, []);
  return <fmid-sign-in ref={place} />;
}

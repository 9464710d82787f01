import { useEffect, useState } from 'react';
import css from './Quiet.module.css';

const PATIENCE_MS = 400;

/** Holds the place of what is being loaded; says so only when it takes long, so that nothing flashes. */
export function Quiet() {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const handle = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(handle);
  }, []);
  return <div className={css['quiet']}>{late && 'Loading…'}</div>;
}

import { useMemo } from 'react';
import { encode } from 'uqr';
import { qrPath } from '../format/qr-path.ts';
import css from './QrCode.module.css';

/** The light margin that readers need, in squares. */
const MARGIN = 4;

/** A text as a QR code, dark on white in every theme, because not every reader takes it the other way round. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const code = encode(text, { ecc: 'M', border: MARGIN });
    return { size: code.size, path: qrPath(code.data) };
  }, [text]);
  return (
    <svg className={css['code']} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect className={css['paper']} width={size} height={size} />
      <path className={css['ink']} d={path} />
    </svg>
  );
}

import type { PeerMark } from '../format/peer-words.ts';
import css from './PeerMarker.module.css';

const SHAPES: Record<PeerMark, { tone: string; shape: React.ReactNode }> = {
  same: { tone: 'good', shape: <circle cx="6" cy="6" r="4.5" fill="currentColor" /> },
  differs: { tone: 'warning', shape: <circle cx="6" cy="6" r="3.7" strokeWidth="2.2" /> },
  unknown: { tone: 'quiet', shape: <circle cx="6" cy="6" r="4" strokeWidth="1.6" strokeDasharray="2.6 2.4" /> },
  connecting: {
    tone: 'quiet',
    shape: (
      <g fill="currentColor" stroke="none">
        <circle cx="2" cy="6" r="1.4" />
        <circle cx="6" cy="6" r="1.4" />
        <circle cx="10" cy="6" r="1.4" />
      </g>
    ),
  },
  unreachable: { tone: 'error', shape: <rect x="1.5" y="1.5" width="9" height="9" rx="2" fill="currentColor" /> },
  blocked: {
    tone: 'quiet',
    shape: (
      <g strokeWidth="1.6">
        <circle cx="6" cy="6" r="4.5" />
        <path d="M3 9l6-6" />
      </g>
    ),
  },
  left: { tone: 'quiet', shape: <path d="M2 6h8" strokeWidth="2" strokeLinecap="round" /> },
};

/** A peer's state as a shape, so that it is told without colour. Decorative: the words stand elsewhere. */
export function PeerMarker({ mark }: { mark: PeerMark }) {
  const { tone, shape } = SHAPES[mark];
  return (
    <svg className={css[tone]} width="12" height="12" viewBox="0 0 12 12" fill="none" stroke="currentColor" aria-hidden>
      {shape}
    </svg>
  );
}

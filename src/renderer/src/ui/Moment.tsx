import { useStore } from 'zustand';
import { formatAgo, formatExact, formatMoment } from '../format/time.ts';
import { useApp } from './app-context.ts';

/** A moment in the user's locale and zone; the exact time on hover. */
export function Moment({ time, className }: { time: number; className?: string | undefined }) {
  const text = useStore(useApp().now, (now) => formatMoment(time, now));
  return (
    <time className={className} dateTime={formatExact(time)} title={formatExact(time)}>
      {text}
    </time>
  );
}

/** How long ago; the exact time on hover. */
export function Ago({ time, className }: { time: number; className?: string | undefined }) {
  const text = useStore(useApp().now, (now) => formatAgo(time, now));
  return (
    <time className={className} dateTime={formatExact(time)} title={formatExact(time)}>
      {text}
    </time>
  );
}

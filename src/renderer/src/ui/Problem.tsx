import css from './Problem.module.css';

const reveal = (element: HTMLElement | null): void => element?.scrollIntoView({ block: 'nearest' });

/** What went wrong with something that was asked for, where it was asked; comes into view when it appears. */
export function Problem({ children }: { children: string }) {
  return (
    <p ref={reveal} className={css['problem']} role="alert">
      {children}
    </p>
  );
}

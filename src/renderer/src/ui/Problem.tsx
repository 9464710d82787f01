import css from './Problem.module.css';

/** What went wrong with something that was asked for, where it was asked. */
export function Problem({ children }: { children: string }) {
  return (
    <p className={css['problem']} role="alert">
      {children}
    </p>
  );
}

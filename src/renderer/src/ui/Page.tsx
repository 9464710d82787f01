import type { ReactNode } from 'react';
import css from './Page.module.css';

/** A page: its title with what belongs beside it, and its content below. */
export function Page({ title, tools, children }: { title: string; tools: ReactNode; children: ReactNode }) {
  return (
    <main className={css['page']}>
      <div className={css['bar']}>
        <h1 className={css['title']}>{title}</h1>
        {tools}
      </div>
      {children}
    </main>
  );
}

/** Pushes what follows to the end of the bar. */
export function Spring() {
  return <div className={css['spring']} />;
}

import css from './Logo.module.css';

/** The grapes. */
export function Logo() {
  return (
    <svg className={css['logo']} width="22" height="22" viewBox="0 0 22 22" aria-hidden>
      <g className={css['grapes']}>
        <circle cx="6.6" cy="9.4" r="3" />
        <circle cx="13.4" cy="9.4" r="3" />
        <circle cx="10" cy="15.3" r="3" />
      </g>
      <path className={css['stem']} d="M10 7.4C9.7 4.6 11.4 2.4 15.2 2" />
    </svg>
  );
}

const DARK = '(prefers-color-scheme: dark)';

/** Follows the system's light or dark; the colour scales go by a class on the root. */
export function followSystemTheme(root: HTMLElement): void {
  const query = window.matchMedia(DARK);
  const apply = (): void => {
    root.classList.toggle('dark', query.matches);
  };
  query.addEventListener('change', apply);
  apply();
}

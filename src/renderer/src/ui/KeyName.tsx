import { splitKey, visibleKey } from '../format/key.ts';
import { cx } from './cx.ts';
import css from './KeyName.module.css';

interface KeyNameProps {
  value: string;
  /** Breaks over several lines instead of ending in an ellipsis. */
  wrap?: boolean;
}

/** A key in monospace, its folder dimmed. On one line the folder is shortened before the name. */
export function KeyName({ value, wrap = false }: KeyNameProps) {
  const { folder, leaf } = splitKey(value);
  return (
    <span className={cx(css['key'], wrap && css['wrap'])} title={wrap ? undefined : value}>
      <bdi className={css['parts']}>
        {folder !== '' && <span className={css['folder']}>{visibleKey(folder)}</span>}
        <span className={css['leaf']}>{visibleKey(leaf)}</span>
      </bdi>
    </span>
  );
}

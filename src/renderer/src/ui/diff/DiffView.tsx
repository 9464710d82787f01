import { useMemo, useState, type ReactNode } from 'react';
import { formatCount, plural } from '../../format/number.ts';
import { Button } from '../Button.tsx';
import { cx } from '../cx.ts';
import css from './DiffView.module.css';
import { diffLines, type DiffBlock } from './lines.ts';
import { shownBlocks, type ShownBlock } from './shown.ts';

interface DiffSide {
  heading: ReactNode;
  /** Laid out for reading; null when there was or is nothing. */
  text: string | null;
}

interface Limits {
  lines: number;
  chars: number;
  unfold: boolean;
}

const SHORT: Limits = { lines: 40, chars: 400, unfold: false };
/** More than this on the page at once would make it slow. */
const LONG: Limits = { lines: 4000, chars: 300_000, unfold: true };

/** Two values side by side, line by line; below each other where there is no room. Only one side if the other is nothing. */
export function DiffView({ before, after }: { before: DiffSide; after: DiffSide }) {
  const [limits, setLimits] = useState(SHORT);
  const blocks = useMemo(() => compare(before.text, after.text), [before.text, after.text]);
  const {
    blocks: shown,
    hidden,
    folded,
  } = useMemo(() => shownBlocks(blocks, limits.lines, limits.unfold), [blocks, limits]);
  const long = useMemo(() => blocks.some((block) => hasLongLine(block)), [blocks]);
  const more = limits === SHORT && (hidden > 0 || folded || long);
  const both = before.text !== null && after.text !== null;
  return (
    <div className={css['frame']}>
      <div className={cx(css['diff'], both ? css['both'] : css['one'])}>
        <div className={css['heads']}>
          {before.text !== null && <div className={css['head']}>{before.heading}</div>}
          {after.text !== null && <div className={css['head']}>{after.heading}</div>}
        </div>
        {shown.map((block, index) => (
          <Block key={index} block={block} both={both} chars={limits.chars} />
        ))}
      </div>
      {more && (
        <Button variant="quiet" className={css['more']} onClick={() => setLimits(LONG)}>
          {hidden > 0 ? `Show ${plural(hidden, 'more line', 'more lines')}` : 'Show all of it'}
        </Button>
      )}
      {!more && hidden > 0 && <p className={css['rest']}>{formatCount(hidden)} more lines are not shown.</p>}
    </div>
  );
}

function compare(before: string | null, after: string | null): DiffBlock[] {
  if (before === null) return [{ kind: 'changed', removed: [], added: (after ?? '').split('\n') }];
  if (after === null) return [{ kind: 'changed', removed: before.split('\n'), added: [] }];
  return diffLines(before, after);
}

function hasLongLine(block: DiffBlock): boolean {
  const lines = block.kind === 'same' ? block.lines : [...block.removed, ...block.added];
  return lines.some((line) => line.length > SHORT.chars);
}

function Block({ block, both, chars }: { block: ShownBlock; both: boolean; chars: number }) {
  if (block.kind === 'folded') {
    return <div className={css['folded']}>{plural(block.count, 'equal line', 'equal lines')}</div>;
  }
  if (block.kind === 'same') {
    return block.lines.map((line, index) => (
      <div key={index} className={css['pair']}>
        <Line sign=" " text={line} chars={chars} />
        <Line sign=" " text={line} chars={chars} copy />
      </div>
    ));
  }
  return (
    <div className={css['pair']}>
      {(both || block.removed.length > 0) && <Side kind="removed" lines={block.removed} chars={chars} />}
      {(both || block.added.length > 0) && <Side kind="added" lines={block.added} chars={chars} />}
    </div>
  );
}

function Side({ kind, lines, chars }: { kind: 'removed' | 'added'; lines: readonly string[]; chars: number }) {
  const sign = kind === 'removed' ? '−' : '+';
  return (
    <div className={cx(css['side'], lines.length > 0 && css[kind])}>
      {lines.map((line, index) => (
        <Line key={index} sign={sign} text={line} chars={chars} />
      ))}
    </div>
  );
}

/** `copy` marks the second showing of a line that both sides have: it is not said twice. */
function Line({ sign, text, chars, copy = false }: { sign: string; text: string; chars: number; copy?: boolean }) {
  return (
    <div className={cx(css['line'], copy && css['copy'])} aria-hidden={copy || undefined}>
      <span className={css['sign']}>{sign}</span>
      <span className={css['text']}>
        {text.slice(0, chars)}
        {text.length > chars && (
          <span className={css['cut']}> … {formatCount(text.length - chars)} more characters</span>
        )}
      </span>
    </div>
  );
}

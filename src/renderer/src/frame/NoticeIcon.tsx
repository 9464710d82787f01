import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { Notice } from '../../../shared/model.ts';
import { Hidden } from '../ui/Hidden.tsx';
import css from './NoticeIcon.module.css';

const LOOKS = {
  info: { icon: Info, word: 'Note: ' },
  warning: { icon: TriangleAlert, word: 'Warning: ' },
  error: { icon: CircleAlert, word: 'Error: ' },
} as const;

export function NoticeIcon({ severity }: { severity: Notice['severity'] }) {
  const { icon: Icon, word } = LOOKS[severity];
  return (
    <span className={css[severity]}>
      <Icon size={15} strokeWidth={2} aria-hidden />
      <Hidden>{word}</Hidden>
    </span>
  );
}

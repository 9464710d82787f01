import { Archive, CodeXml, FileDown, Hourglass, Monitor, RotateCcw, Sprout, User, type LucideIcon } from 'lucide-react';
import type { OriginKind } from '../../../shared/model.ts';

export const ORIGIN_ICONS: Record<OriginKind, LucideIcon> = {
  user: User,
  api: CodeXml,
  peer: Monitor,
  seed: Sprout,
  import: FileDown,
  expiry: Hourglass,
  restore: RotateCcw,
  'set-aside': Archive,
};

/** The kind of an origin as a picture; its words stand beside it. */
export function OriginIcon({ kind, className }: { kind: OriginKind; className?: string | undefined }) {
  const Icon = ORIGIN_ICONS[kind];
  return <Icon className={className} size={14} strokeWidth={1.9} aria-hidden />;
}

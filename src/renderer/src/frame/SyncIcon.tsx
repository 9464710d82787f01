import {
  Check,
  CircleAlert,
  CircleDashed,
  Ellipsis,
  RefreshCw,
  TriangleAlert,
  Unplug,
  type LucideIcon,
} from 'lucide-react';
import type { SyncIcon as IconName } from '../format/sync-words.ts';

const ICONS: Record<IconName, LucideIcon> = {
  check: Check,
  cycle: RefreshCw,
  lens: CircleDashed,
  lone: Unplug,
  dots: Ellipsis,
  warning: TriangleAlert,
  error: CircleAlert,
};

export function SyncIcon({ name, className }: { name: IconName; className?: string | undefined }) {
  const Icon = ICONS[name];
  return <Icon className={className} size={14} strokeWidth={2.2} aria-hidden />;
}

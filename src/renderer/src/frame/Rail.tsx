import { History, ListTree, Monitor, Settings, type LucideIcon } from 'lucide-react';
import { useStore } from 'zustand';
import { formatCount, plural } from '../format/number.ts';
import type { Page } from '../stores/nav.ts';
import { useApp } from '../ui/app-context.ts';
import { cx } from '../ui/cx.ts';
import { Hidden } from '../ui/Hidden.tsx';
import css from './Rail.module.css';
import { SelfCard } from './SelfCard.tsx';

/** The pages, with how much is in each, and this machine. */
export function Rail() {
  const { live } = useApp();
  const entries = useStore(live, (state) => state.live?.entries ?? null);
  const peers = useStore(live, (state) => (state.live ? state.peers.size : null));
  return (
    <nav className={css['rail']} aria-label="Pages">
      <RailLink page="state" icon={ListTree} count={entries} unit={['entry', 'entries']} shortcut="1">
        State
      </RailLink>
      <RailLink page="history" icon={History} shortcut="2">
        History
      </RailLink>
      <RailLink page="peers" icon={Monitor} count={peers} unit={['peer', 'peers']} shortcut="3">
        Peers
      </RailLink>
      <RailLink page="settings" icon={Settings} shortcut="4">
        Settings
      </RailLink>
      <SelfCard />
    </nav>
  );
}

interface RailLinkProps {
  page: Page;
  icon: LucideIcon;
  count?: number | null;
  unit?: [one: string, many: string];
  shortcut: string;
  children: string;
}

function RailLink({ page, icon: Icon, count = null, unit, shortcut, children }: RailLinkProps) {
  const { nav } = useApp();
  const here = useStore(nav.store, (state) => state.page === page);
  return (
    <button
      type="button"
      className={cx(css['link'], here && css['here'])}
      aria-current={here ? 'page' : undefined}
      aria-keyshortcuts={`Control+${shortcut} Meta+${shortcut}`}
      onClick={() => nav.go(page)}
    >
      <Icon className={css['icon']} size={16} strokeWidth={1.8} aria-hidden />
      <span>{children}</span>
      {count !== null && (
        <>
          <span className={css['count']} data-figures aria-hidden>
            {formatCount(count)}
          </span>
          {unit && <Hidden>, {plural(count, ...unit)}</Hidden>}
        </>
      )}
    </button>
  );
}

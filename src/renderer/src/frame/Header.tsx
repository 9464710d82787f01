import { GroupBadge } from './GroupBadge.tsx';
import css from './Header.module.css';
import { Logo } from './Logo.tsx';
import { SyncPill } from './SyncPill.tsx';
import { VersionChip } from './VersionChip.tsx';

export function Header() {
  return (
    <header className={css['header']}>
      <div className={css['brand']}>
        <Logo />
        Grapevine
      </div>
      <GroupBadge />
      <SyncPill />
      <div className={css['end']}>
        <VersionChip />
      </div>
    </header>
  );
}

import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { PastView } from '../../../../../shared/ipc.ts';
import { formatCount } from '../../../format/number.ts';
import { useApp } from '../../../ui/app-context.ts';
import { Card } from '../../../ui/Card.tsx';
import { FilterInput } from '../../../ui/FilterInput.tsx';
import { Page, Spring } from '../../../ui/Page.tsx';
import { Segments } from '../../../ui/Segments.tsx';
import { useShortcut } from '../../../ui/shortcuts.ts';
import { AsItWas } from '../../../ui/AsItWas.tsx';
import stateCss from '../StatePage.module.css';
import { PastBanner } from './PastBanner.tsx';
import { PastDetail } from './PastDetail.tsx';
import { PastList } from './PastList.tsx';
import css from './PastPage.module.css';

/** Every key with the value that it had at one moment, beside now. Nothing can be edited here; Escape leads back to now. */
export function PastPage({ view }: { view: PastView }) {
  const { past } = useApp();
  useEffect(() => past.list.watch(), [past]);
  useShortcut('Escape', () => past.close());
  return (
    <Page title="State" tools={<PastTools />}>
      <PastBanner view={view} />
      <div className={stateCss['columns']}>
        <Card aria-label="Entries then">
          <PastList />
        </Card>
        <Card aria-label="Entry then and now">
          <PastDetail />
        </Card>
      </div>
    </Page>
  );
}

function PastTools() {
  const { past } = useApp();
  const { query, shown, matching } = useStore(past.list.store);
  return (
    <>
      <FilterInput
        label="Filter keys"
        value={query.filter}
        onChange={(filter) => past.setFilter(filter)}
        onLeave={() => document.getElementById('past-list')?.focus()}
      />
      {query.filter !== '' && shown === query && <span className={css['matches']}>{formatCount(matching)} found</span>}
      <Segments
        label="Which keys"
        value={query.only}
        options={[
          { value: 'all', label: 'All' },
          { value: 'different', label: 'Different from now' },
        ]}
        onChange={(only) => past.setOnly(only)}
      />
      <Spring />
      <AsItWas />
    </>
  );
}

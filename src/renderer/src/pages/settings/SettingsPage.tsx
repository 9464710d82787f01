import { useRef } from 'react';
import { useFocusOnDemand } from '../../ui/list/useFocusOnDemand.ts';
import { Page } from '../../ui/Page.tsx';
import { GroupSettings } from './group/GroupSettings.tsx';
import css from './SettingsPage.module.css';
import { SettingsSection } from './SettingsSection.tsx';

/** In the order in which they stand on the page. */
const SECTIONS = [{ title: 'Group', Content: GroupSettings }] as const;

/** Everything that can be set on this machine. */
export function SettingsPage() {
  const sections = useRef<HTMLDivElement>(null);
  useFocusOnDemand(sections);
  return (
    <Page title="Settings" tools={null}>
      <div ref={sections} className={css['sections']} tabIndex={-1}>
        {SECTIONS.map(({ title, Content }) => (
          <SettingsSection key={title} title={title}>
            <Content />
          </SettingsSection>
        ))}
      </div>
    </Page>
  );
}

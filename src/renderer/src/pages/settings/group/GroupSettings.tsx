import { useStore } from 'zustand';
import { useApp } from '../../../ui/app-context.ts';
import { Quiet } from '../../../ui/Quiet.tsx';
import { OpenGroup } from './OpenGroup.tsx';
import { PrivateGroup } from './PrivateGroup.tsx';

/** The group that this machine belongs to, and what can be done with it. */
export function GroupSettings() {
  const group = useStore(useApp().live, (state) => state.self?.group);
  if (group === undefined) return <Quiet />;
  return group.kind === 'open' ? <OpenGroup /> : <PrivateGroup group={group} />;
}

import { SettingsRow } from '../SettingsRow.tsx';
import { LeaveRow } from './LeaveRow.tsx';

/** What an open group means, and how to get to a private one (GR7). */
export function OpenGroup() {
  return (
    <>
      <SettingsRow
        title="This is an open group"
        words={
          <>
            <p>
              Nothing is encrypted: anyone on this network can read and change what is here, and every machine with an
              open group takes part. Use it on networks you trust.
            </p>
            <p>It is the only kind of group in which agents of the C19 protocol can be peers.</p>
          </>
        }
      />
      <LeaveRow
        kind="open"
        title="Change to a private group"
        words="Leave the open group on this machine, then start a private one here or join one by its invite code. Do the same on every machine that shall belong to it."
        action="Leave and choose again…"
      />
    </>
  );
}

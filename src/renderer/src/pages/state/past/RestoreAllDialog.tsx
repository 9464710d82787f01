import type { PastView } from '../../../../../shared/ipc.ts';
import { formatCount, plural } from '../../../format/number.ts';
import { useApp } from '../../../ui/app-context.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Moment } from '../../../ui/Moment.tsx';
import css from './RestoreAllDialog.module.css';

/** Asks before a whole state is restored, saying what that does. */
export function RestoreAllDialog({ view: { time, differing }, onClose }: { view: PastView; onClose: () => void }) {
  const { past } = useApp();
  const restore = (): void => {
    onClose();
    void past.restoreAll();
  };
  return (
    <Dialog
      title="Restore the state as it was?"
      onClose={onClose}
      footer={
        <>
          <Button data-autofocus onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" disabled={differing === 0} onClick={restore}>
            Restore {plural(differing, 'key', 'keys')}
          </Button>
        </>
      }
    >
      <div className={css['words']}>
        <p>
          {differing === 1 ? 'The one key that differs' : `All ${formatCount(differing)} keys that differ`} from now{' '}
          {differing === 1 ? 'gets' : 'get'} back what {differing === 1 ? 'it' : 'they'} held{' '}
          {time === null ? (
            'then'
          ) : (
            <>
              at <Moment time={time} />
            </>
          )}
          . A key that had no value then is deleted. Lifetimes begin anew, and values that were erased from the history
          stay as they are.
        </p>
        <p>
          This is one change in the history, and every machine of the group gets it. It can be undone: the state as it
          is now stays in the history as well.
        </p>
      </div>
    </Dialog>
  );
}

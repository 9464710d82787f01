import { useId, useState } from 'react';
import { formatAddress, parseAddress } from '../../../../shared/address.ts';
import { ask } from '../../stores/ask.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';

/** Asks for the address of a machine that was not found by itself. */
export function AddPeerDialog({ onClose }: { onClose: () => void }) {
  const { bridge, toasts } = useApp();
  const formId = useId();
  const [address, setAddress] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const add = async (): Promise<void> => {
    const parsed = parseAddress(address);
    if (!parsed.ok) {
      setProblem(parsed.error);
      return;
    }
    setBusy(true);
    const answer = await ask(bridge.addPeer({ address: address.trim() }));
    setBusy(false);
    const refusal = !answer.ok ? answer.error : answer.value.ok ? null : answer.value.error;
    setProblem(refusal);
    if (refusal !== null) return;
    toasts.push({ text: 'Asking', subject: formatAddress(parsed.value.host, parsed.value.port) });
    onClose();
  };
  return (
    <Dialog
      title="Add a machine by its address"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={formId} disabled={busy}>
            Add
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <Field
          label="Address"
          hint="A host name or an IP address, with a port if it is not 4097: reception-2, 192.168.4.21:4098, [fe80::1]:4097"
          error={problem}
        >
          {(control) => (
            <TextInput
              {...control}
              mono
              data-autofocus
              value={address}
              onChange={(event) => {
                setAddress(event.target.value);
                setProblem(null);
              }}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

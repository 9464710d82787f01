import { inviteCode, inviteCodeSentence, isInviteCode, readInviteCode } from '../../../src/core/group/invite-code.ts';
import { judgeSentence } from '../lib/sentence.ts';
import { accepted, refused, Violation, type Outcome, type Target } from '../lib/target.ts';

function judge(text: string): Outcome {
  const read = readInviteCode(text);
  const isCode = isInviteCode(text);
  if (!read.ok) {
    const sentence = judgeSentence(inviteCodeSentence(read.error));
    if (isCode && text.length <= 1_000 && read.error.kind !== 'version')
      throw new Violation(`[GR1] a code is refused: ${sentence}`);
    return refused(sentence);
  }
  const again = readInviteCode(inviteCode(read.value));
  const isSame = again.ok && Buffer.compare(again.value, read.value) === 0;
  if (!isSame || !isCode || read.value.length !== 16) throw new Violation('[GR1] the code stands for something else');
  return accepted('a code');
}

/** Invite codes as people paste and type them (GR1). */
export const INVITE: Target = {
  name: 'invite',
  form: 'text',
  open: () =>
    Promise.resolve({
      feed: (input) => Promise.resolve(judge(Buffer.from(input).toString('utf8'))),
      close: () => Promise.resolve(),
    }),
};

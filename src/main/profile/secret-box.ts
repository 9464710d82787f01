import { err, type Result } from '../../shared/result.ts';

/** What hides a profile's secrets from whoever reads its files, where this start has something for that (GR6). Never rejects. */
export interface SecretBox {
  /**
   * What to write in place of `plain`; null where this start has no keychain, so that `plain` itself is to be kept. The
   * error is a clause that says why the keychain did not take it.
   */
  seal(plain: string): Promise<Result<string, string> | null>;
  /** What was sealed. The error is a clause that can follow "… is sealed by the system's keychain, ". */
  open(sealed: string): Promise<Result<string, string>>;
}

/** Of a node without a window, which cannot reach the keychain. */
export const WITHOUT_KEYCHAIN: SecretBox = {
  seal: () => Promise.resolve(null),
  open: () =>
    Promise.resolve(
      err(
        'which only the window can ask: open the window of this profile, or use another profile (--profile) that joined by --join-file',
      ),
    ),
};

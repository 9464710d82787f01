import { FuseState, FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';

/**
 * What the Electron of a package can do, fixed in its executable: no environment and no command line changes it.
 * @satisfies {Record<keyof typeof FuseV1Options, boolean>}
 */
export const FUSES = {
  /** The `grapevine` command and `serve` are the same program, run as Node (VS Code does the same). */
  RunAsNode: true,
  /** There are no cookies, and with it every start would make an entry in the system's keychain. */
  EnableCookieEncryption: false,
  /** Nor NODE_EXTRA_CA_CERTS. */
  EnableNodeOptionsEnvironmentVariable: false,
  /** In the window; run as Node the program takes `--inspect`, as it takes any script. */
  EnableNodeCliInspectArguments: false,
  /** On macOS and Windows; the packager puts the archive's hash into the executable. */
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  /** The page comes from `app://`: `file://` needs no rights. */
  GrantFileProtocolExtraPrivileges: false,
  /** Only makes WebAssembly faster. */
  WasmTrapHandlers: true,
};

const NAMES = /** @type {(keyof typeof FUSES)[]} */ (Object.keys(FUSES));

/**
 * Sets the fuses of a package. A runtime with a fuse that is not in {@link FUSES} is refused.
 * @param {string} executable of Electron, or on macOS its `.app`; not of the runtime that checkouts share
 */
export async function setFuses(executable) {
  const there = await readFuses(executable);
  const wanted = NAMES.filter((name) => there[name] !== undefined).map((name) => [FuseV1Options[name], FUSES[name]]);
  await flipFuses(executable, {
    ...Object.fromEntries(wanted),
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: process.platform === 'darwin',
  });
}

/**
 * @param {string} executable
 * @returns {Promise<Partial<Record<keyof typeof FUSES, boolean>>>} those that this Electron has
 */
export async function readFuses(executable) {
  const wire = await getCurrentFuseWire(executable);
  const there = NAMES.filter((name) => wire[FuseV1Options[name]] !== undefined);
  return Object.fromEntries(there.map((name) => [name, wire[FuseV1Options[name]] === FuseState.ENABLE]));
}

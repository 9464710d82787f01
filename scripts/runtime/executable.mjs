/**
 * Where the executable lies inside an unpacked Electron.
 * @param {string} platform
 * @returns {string}
 */
export function executableIn(platform) {
  if (platform === 'darwin' || platform === 'mas') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

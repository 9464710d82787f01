/** Stops with one clear line on a Node too old for these scripts. Imported first by every entry. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`grapevine: Node 20.19 or later is needed here; this is ${process.versions.node}.`);
  process.exit(1);
}

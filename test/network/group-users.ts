/** The mDNS group 224.0.0.251 as the kernel prints it on a little-endian machine. */
const GROUP_LINE = /^\s+FB0000E0\s+(\d+)/;

/** Sockets in the mDNS group by interface, from the text of `/proc/net/igmp`. */
export function groupUsers(igmp: string): Map<string, number> {
  const users = new Map<string, number>();
  let device = '';
  for (const line of igmp.split('\n')) {
    device = /^\d+\s+(\S+)\s*:/.exec(line)?.[1] ?? device;
    const count = GROUP_LINE.exec(line)?.[1];
    if (count !== undefined) users.set(device, Number(count));
  }
  return users;
}

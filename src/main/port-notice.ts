import type { GrapevineNode } from '../core/node-api.ts';

/** Tells when a port that was asked for could not be had (PS1). */
export function noticePort(
  node: Pick<GrapevineNode, 'notice'>,
  id: 'peer-port' | 'api-port',
  wanted: number,
  used: number,
): void {
  if (wanted === 0 || wanted === used) return;
  const whose = id === 'api-port' ? 'Local API: port' : 'Port';
  node.notice(id, { severity: 'warning', text: `${whose} ${wanted} is in use: using ${used}` });
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { endSocketWith } from './error-answer.ts';
import type { ListenLimits } from './limits.ts';

/** Refused connections that may wait for their client to read the 503; further ones are reset. */
const MAX_REFUSED = 64;
/** How often overdue answers are looked for, as a share of the time allowed. */
const SWEEPS_PER_TIMEOUT = 4;

interface Connection {
  address: string;
  /** The latest answer on this connection, and when its request began (ms, monotonic). */
  answer: ServerResponse | null;
  sinceMs: number;
}

export type GateLimits = Pick<ListenLimits, 'maxConnections' | 'maxConnectionsPerAddress' | 'answerTimeoutMs'>;

/**
 * Counts the connections of all listeners together (PS5): past a limit a connection gets 503 and closes. It also cuts off
 * answers that take too long, by one timer for all, so that a request costs no timer of its own.
 */
export class ConnectionGate {
  private readonly open = new Map<Socket, Connection>();
  private readonly perAddress = new Map<string, number>();
  private readonly refused = new Set<Socket>();
  private readonly limits: GateLimits;
  private sweep: NodeJS.Timeout | null = null;

  constructor(limits: GateLimits) {
    this.limits = limits;
  }

  start(): void {
    const timeoutMs = this.limits.answerTimeoutMs;
    if (timeoutMs === null || this.sweep !== null) return;
    this.sweep = setInterval(() => this.dropOverdue(timeoutMs), Math.ceil(timeoutMs / SWEEPS_PER_TIMEOUT)).unref();
  }

  /** Ends every connection. */
  stop(): void {
    if (this.sweep !== null) clearInterval(this.sweep);
    this.sweep = null;
    for (const socket of [...this.open.keys(), ...this.refused]) socket.destroy();
  }

  /** Takes a new connection in; false means that it was refused and answered here. */
  admit(socket: Socket): boolean {
    const address = socket.remoteAddress;
    if (address === undefined) {
      socket.destroy();
      return false;
    }
    const fromAddress = this.perAddress.get(address) ?? 0;
    if (this.open.size >= this.limits.maxConnections || fromAddress >= this.limits.maxConnectionsPerAddress) {
      this.refuse(socket);
      return false;
    }
    this.perAddress.set(address, fromAddress + 1);
    this.open.set(socket, { address, answer: null, sinceMs: 0 });
    socket.once('close', () => this.forget(socket, address));
    return true;
  }

  /** Notes that a request began on its connection. */
  began(request: IncomingMessage, answer: ServerResponse): void {
    const connection = this.open.get(request.socket);
    if (connection === undefined) return;
    connection.answer = answer;
    connection.sinceMs = performance.now();
  }

  /** True while an answer is partly on the wire: nothing else may be written then. */
  isAnswering(socket: Socket): boolean {
    const answer = this.open.get(socket)?.answer;
    return answer?.headersSent === true && !answer.writableFinished;
  }

  private refuse(socket: Socket): void {
    socket.on('error', () => socket.destroy());
    if (this.refused.size >= MAX_REFUSED) {
      socket.resetAndDestroy();
      return;
    }
    this.refused.add(socket);
    socket.once('close', () => this.refused.delete(socket));
    socket.resume();
    endSocketWith(socket, 503, 'Too many connections.');
  }

  private forget(socket: Socket, address: string): void {
    this.open.delete(socket);
    const left = (this.perAddress.get(address) ?? 1) - 1;
    if (left === 0) this.perAddress.delete(address);
    else this.perAddress.set(address, left);
  }

  private dropOverdue(timeoutMs: number): void {
    const startedBefore = performance.now() - timeoutMs;
    for (const [socket, { answer, sinceMs }] of this.open) {
      if (answer !== null && !answer.writableFinished && sinceMs < startedBefore) socket.destroy();
    }
  }
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { endSocketWith } from './error-answer.ts';
import type { ListenLimits } from './limits.ts';
import { Strangers } from './strangers.ts';

/** Refused connections that may wait for their client to read the 503; further ones are reset. */
const MAX_REFUSED = 64;
/** How often overdue answers are looked for, as a share of the time allowed. */
const SWEEPS_PER_TIMEOUT = 4;
/** Answers from here on are refusals. */
const FIRST_REFUSAL = 400;
/** Those of who is not let in at all. */
const NOT_LET_IN = [401, 403, 421];
/** Requests that one connection may send before the first of them is answered. None of our own sends a second; each holds some memory. */
const MAX_UNANSWERED = 8;

interface Connection {
  address: string;
  /** The latest answer on this connection, and when its request began (ms, monotonic). */
  answer: ServerResponse | null;
  sinceMs: number;
  unanswered: number;
  /** Something that was asked on it has been answered, and not with a refusal. */
  served: boolean;
}

export type GateLimits = Pick<
  ListenLimits,
  'maxConnections' | 'maxConnectionsPerAddress' | 'answerTimeoutMs' | 'refusalPauseMs'
>;

/**
 * Counts the connections of all listeners together (PS5): past a limit a new one takes the place of one on which nothing was served yet,
 * or gets 503 and closes. It also cuts off answers that take too long, by one timer for all, so that a request costs no timer of its own.
 */
export class ConnectionGate {
  private readonly open = new Map<Socket, Connection>();
  private readonly perAddress = new Map<string, number>();
  private readonly strangers = new Strangers((socket) => this.isBeingAnswered(socket));
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
    if (!this.makeRoom(address)) {
      this.refuse(socket);
      return false;
    }
    this.perAddress.set(address, this.countOf(address) + 1);
    this.open.set(socket, { address, answer: null, sinceMs: 0, unanswered: 0, served: false });
    this.strangers.add(socket, address);
    socket.once('close', () => this.forget(socket, address));
    return true;
  }

  /** A connection on which a member has shown that he is one is a channel from here on (GR9); false when it has ended. */
  goesOnAs(socket: Socket, channel: Socket): boolean {
    const connection = this.open.get(socket);
    if (connection === undefined) return false;
    connection.served = true;
    this.strangers.served(socket, connection.address);
    this.open.delete(socket);
    this.open.set(channel, connection);
    channel.once('close', () => this.forget(channel, connection.address));
    return true;
  }

  /** Notes that a request began on its connection; false means that it is not to be answered, and the connection closes (LM1). */
  began(request: IncomingMessage, answer: ServerResponse): boolean {
    const connection = this.open.get(request.socket);
    if (connection === undefined || connection.unanswered >= MAX_UNANSWERED) {
      request.socket.destroy();
      return false;
    }
    connection.answer = answer;
    connection.sinceMs = performance.now();
    connection.unanswered += 1;
    answer.once('close', () => this.ended(request.socket, connection, answer));
    return true;
  }

  /** True while an answer is partly on the wire: nothing else may be written then. */
  isAnswering(socket: Socket): boolean {
    const answer = this.open.get(socket)?.answer;
    return answer?.headersSent === true && !answer.writableFinished;
  }

  private isBeingAnswered(socket: Socket): boolean {
    const answer = this.open.get(socket)?.answer;
    return answer?.req.complete === true && !answer.writableFinished;
  }

  private ended(socket: Socket, connection: Connection, answer: ServerResponse): void {
    connection.unanswered -= 1;
    if (connection.served || !answer.writableFinished || !this.open.has(socket)) return;
    if (NOT_LET_IN.includes(answer.statusCode)) this.pause(socket);
    if (answer.statusCode >= FIRST_REFUSAL) return;
    connection.served = true;
    this.strangers.served(socket, connection.address);
  }

  /** So that whoever is refused again and again takes little of the time of those who are served. */
  private pause(socket: Socket): void {
    socket.pause();
    setTimeout(() => socket.resume(), this.limits.refusalPauseMs).unref();
  }

  private countOf(address: string): number {
    return this.perAddress.get(address) ?? 0;
  }

  /** True when the address may have one more connection. */
  private makeRoom(address: string): boolean {
    if (this.countOf(address) >= this.limits.maxConnectionsPerAddress) {
      return this.drop(this.strangers.oldestFrom(address));
    }
    return this.open.size < this.limits.maxConnections || this.drop(this.strangers.oldest());
  }

  /** Counts as closed at once; false when there is nothing to close. */
  private drop(socket: Socket | null): boolean {
    const connection = socket === null ? undefined : this.open.get(socket);
    if (socket === null || connection === undefined) return false;
    this.forget(socket, connection.address);
    socket.destroy();
    return true;
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
    if (!this.open.delete(socket)) return;
    this.strangers.remove(socket, address);
    const left = this.countOf(address) - 1;
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

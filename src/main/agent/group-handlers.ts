/** The group's key over the local API (GR5): for the commands `join` and `change-key`. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { GrapevineNode, GroupKeyControl } from '../../core/node-api.ts';
import { inviteCodeSentence, readInviteCode } from '../../core/group/invite-code.ts';
import { decodeJson } from '../../core/sync/json-body.ts';
import { err, type Result } from '../../shared/result.ts';
import { errorJson } from './answers.ts';
import type { BodyReader } from './body-reader.ts';
import { sendJson } from './send-json.ts';

export type GroupNode = Pick<GrapevineNode, 'keys'>;

type Handler = (request: FastifyRequest, reply: FastifyReply) => FastifyReply | Promise<FastifyReply>;

type KeyHandler = (
  keys: GroupKeyControl,
  request: FastifyRequest,
  reply: FastifyReply,
) => FastifyReply | Promise<FastifyReply>;

export interface GroupHandlers {
  getInvite: Handler;
  putKey: Handler;
  deleteOldKeys: Handler;
}

const keySchema = z.union([
  z.object({ handing: z.enum(['in-band', 'by-hand']) }).strict(),
  z.object({ code: z.string().max(1_000) }).strict(),
]);

type KeyRequest = z.infer<typeof keySchema>;

const FORM = 'The body must be {"handing": "in-band"}, {"handing": "by-hand"} or {"code": "..."}.';

/** Unlike the state they are given to nobody without the token, also where the API asks for none otherwise. */
export function createGroupHandlers(
  node: GroupNode,
  bodies: BodyReader,
  isAllowed: (authorization: string | undefined) => boolean,
): GroupHandlers {
  const guarded =
    (handler: KeyHandler): Handler =>
    (request, reply) => {
      const { keys } = node;
      if (!isAllowed(request.headers.authorization))
        return sendJson(reply.code(401).header('www-authenticate', 'Bearer'), errorJson('This needs the token.'));
      if (keys === null)
        return sendJson(
          reply.code(404),
          errorJson('This node is in an open group, which has no key: end it before it joins a private one.'),
        );
      return handler(keys, request, reply);
    };

  const finish = (done: Result<void, string>, reply: FastifyReply): FastifyReply =>
    done.ok ? reply.code(204).send() : sendJson(reply.code(409), errorJson(done.error));

  return {
    getInvite: guarded((keys, _request, reply) => sendJson(reply, JSON.stringify({ code: keys.inviteCode() }))),
    putKey: guarded(async (keys, request, reply) => {
      const body = await bodies.read(request, reply);
      if (body === null) return reply;
      const asked = decodeJson<KeyRequest>(body, keySchema);
      if (asked === null) return sendJson(reply.code(422), errorJson(FORM));
      return finish(await changed(keys, asked), reply);
    }),
    deleteOldKeys: guarded(async (keys, _request, reply) => finish(await keys.end(), reply)),
  };
}

function changed(keys: GroupKeyControl, asked: KeyRequest): Promise<Result<void, string>> {
  if ('handing' in asked) return keys.change(asked.handing);
  const secret = readInviteCode(asked.code);
  return secret.ok ? keys.enter(secret.value) : Promise.resolve(err(inviteCodeSentence(secret.error)));
}

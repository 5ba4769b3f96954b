import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";

/** A message as a receiver got it. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly id: string;
  readonly type: string;
  readonly subjectId: string;
}

/** How a receiver answers a message: with a status, or in its own way. */
export type Answering = (
  message: Received,
  response: ServerResponse,
  request: IncomingMessage,
) => number | Promise<number> | null;

/** Someone's web server that gets webhooks, on this machine. */
export interface Receiver {
  readonly url: string;
  /** Everything that came, in the order of arrival. */
  readonly received: Received[];
  /** Answers so from now on; 204 until told. */
  answer(with_: Answering): void;
  /** Checks a message as Standard Webhooks' own library does; throws where it isn't by the holder of the secret. */
  verify(secret: string, message: Received): unknown;
  stop(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  let answering: Answering = () => 204;
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", async () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const { type, data } = JSON.parse(body) as { type: string; data: { subjectId: string } };
      const { headers } = request;
      const message = {
        path: String(request.url),
        headers,
        body,
        id: String(headers["webhook-id"]),
        type,
        subjectId: data.subjectId,
      };
      received.push(message);
      const status = await answering(message, response, request);
      if (status !== null) response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received,
    answer: (with_) => {
      answering = with_;
    },
    verify: (secret, { body, headers }) => new Webhook(secret).verify(body, headers as Record<string, string>),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

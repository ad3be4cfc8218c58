/** Reference (a) of the ingest rows: parses the JSON of a post and answers 202. It checks and keeps nothing. */
import { createServer } from 'node:http';
import { env } from 'node:process';

createServer((request, response) => {
  // The starter asks whether anybody is there.
  if (request.method === 'GET') return void response.writeHead(200).end();
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    // Only the bench posts here.
    const batch = JSON.parse(Buffer.concat(chunks).toString()) as { readonly events: readonly unknown[] };
    const answer = JSON.stringify({ stored: batch.events.length, dropped: [], now: Date.now() });
    response.writeHead(202, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(answer) });
    response.end(answer);
  });
}).listen(Number(env.PORT), '127.0.0.1');

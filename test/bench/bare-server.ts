/** Reference (a) of the ingest rows: parses the JSON of a post and answers 202. It checks and keeps nothing. */
import { createServer } from 'node:http';
import { env } from 'node:process';

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const text = Buffer.concat(chunks).toString();
    // The bench's own batches; anything else is an empty one.
    const batch = text === '' ? { events: [] } : (JSON.parse(text) as { readonly events: readonly unknown[] });
    const answer = JSON.stringify({ stored: batch.events.length, dropped: [], now: Date.now() });
    response.writeHead(202, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(answer) });
    response.end(answer);
  });
  // `fetch` of the starter wants any good answer.
  if (request.method === 'GET') response.writeHead(200).end();
}).listen(Number(env.PORT), '127.0.0.1');

// Does what each line asks for and answers with one number, jobs per second:  drain N | one N | many N | bulk N
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';
import { Queue, Worker } from 'bullmq';

const [host, port] = process.argv[2].split(':');
const connection = { host, port: Number(port), maxRetriesPerRequest: null };
const payload = { Text: 'x'.repeat(92) };
const concurrency = 100;
const queue = new Queue('contest', { connection });
await queue.waitUntilReady();

const perSecond = (jobs, from) => (jobs * 1000) / (performance.now() - from);

async function add(jobs, callers) {
  const from = performance.now();
  await Promise.all(Array.from({ length: callers }, async () => {
    for (let i = 0; i < jobs / callers; i++) await queue.add('noop', payload);
  }));
  return perSecond(jobs, from);
}

async function bulk(jobs) {
  const from = performance.now();
  for (let left = jobs; left > 0; left -= 1000)
    await queue.addBulk(Array.from({ length: Math.min(left, 1000) }, () => ({ name: 'noop', data: payload })));
  return perSecond(jobs, from);
}

async function drain(jobs) {
  await bulk(jobs);
  let left = jobs;
  let from = 0;
  let through;
  const done = new Promise(resolve => (through = resolve));
  const worker = new Worker('contest', async () => {
    if (left === jobs) from = performance.now();
    if (--left === 0) through(perSecond(jobs, from));
  }, { connection, concurrency });
  const rate = await done;
  await worker.close();
  return rate;
}

const work = { drain, one: jobs => add(jobs, 1), many: jobs => add(jobs, 32), bulk };
const manifest = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('bullmq/package.json')));
console.log(`BullMQ ${manifest.version}, Node ${process.versions.node}`);
for await (const line of createInterface({ input: process.stdin })) {
  const [what, jobs] = line.split(' ');
  console.log(String(await work[what](Number(jobs))));
}
await queue.close();
process.exit(0);

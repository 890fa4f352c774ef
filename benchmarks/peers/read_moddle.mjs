// Reads each file named on standard input with bpmn-moddle; prints {seconds, read, refused}, the best of N runs.
import { readFileSync } from 'node:fs';
import { BpmnModdle } from 'bpmn-moddle';

const runs = Number(process.argv[2] ?? 3);
const texts = readFileSync(0, 'utf8').split('\n').filter(Boolean).map((path) => readFileSync(path, 'utf8'));
const moddle = new BpmnModdle();
let best = Infinity;
let read = 0;
for (let run = 0; run < runs; run += 1) {
  read = 0;
  const start = performance.now();
  for (const text of texts) {
    try {
      await moddle.fromXML(text);
      read += 1;
    } catch {
      // counted as refused
    }
  }
  best = Math.min(best, (performance.now() - start) / 1000);
}
console.log(JSON.stringify({ seconds: best, read, refused: texts.length - read }));

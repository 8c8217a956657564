import { readPlan } from '../../schemas/text/reading/read-plan.ts'
import type { ReadingAnswer } from './read-in-worker.ts'

/** Takes a text, answers its reading, and is then of no further use. */
addEventListener('message', ({ data }: MessageEvent<string>) => {
  postMessage(answer(data))
})

function answer(text: string): ReadingAnswer {
  try {
    return { ok: true, reading: readPlan(text) }
  } catch (cause) {
    return { ok: false, why: cause instanceof Error ? cause.message : String(cause) }
  }
}
